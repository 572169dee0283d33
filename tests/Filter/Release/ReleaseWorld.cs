using Microsoft.Extensions.DependencyInjection;
using MsLite.Filter.Journal;
using MsLite.Filter.Quarantine;
using MsLite.Filter.Release;
using MsLite.Filter.State;
using MsLite.Filter.Tests.Delivery;
using MsLite.Filter.Tests.Journal;
using MsLite.Filter.Tests.Quarantine;
using MsLite.Harness;
using MsLite.Smtp;

namespace MsLite.Filter.Tests.Release;

/// <summary>An archive, its releaser and all that stands behind it; the next hop is one that a test scripts.</summary>
internal sealed class ReleaseWorld : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public ReleaseWorld()
    {
        Archive.Tree.Folder("state");
        Archive.Options.Delivery = NextHop.Url;
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(Archive.Options)
            .AddSingleton<TimeProvider>(Archive.Clock)
            .AddFilter()
            .BuildServiceProvider();
    }

    public ArchiveFixture Archive { get; } = new();

    public FakeNextHop NextHop { get; } = new();

    public ReleaseBook Book => _services.GetRequiredService<ReleaseBook>();

    public Releaser Releaser => _services.GetRequiredService<Releaser>();

    public StateDatabase Database => _services.GetRequiredService<StateDatabase>();

    /// <summary>Archives a message. Gives its copies, one for each recipient, all at example.com.</summary>
    public async Task<IReadOnlyList<QuarantineEntry>> ArchiveAsync(params string[] recipients)
    {
        await Archive.ArchiveAsync(recipients);
        return await Archive.ReadAsync("166", "example.com");
    }

    /// <inheritdoc cref="ArchiveAsync(string[])"/>
    public async Task<IReadOnlyList<QuarantineEntry>> ArchiveAsync(byte[] message, params string[] recipients)
    {
        await Archive.ArchiveAsync(message, recipients);
        return await Archive.ReadAsync("166", "example.com");
    }

    /// <summary>The same as the program archives a message, with the fields that it puts in front.</summary>
    /// <param name="message">A character a byte.</param>
    public async Task<QuarantineEntry> ArchiveStampedAsync(string message, MailParameters parameters)
    {
        using var world = new DeliveryWorld();
        var (transaction, recipient) = (await world.ReceiveAsync(message, parameters: parameters), DeliveryWorld.To("bob@example.com"));
        var verdict = new Verdict(VerdictKind.Refuse, "HELO should be qualified", "checks/helo", null, []);
        await Archive.Store.ArchiveAsync(transaction, [new ArchivedCopy(recipient, verdict, world.Stamp.ForArchive(transaction, recipient, verdict))], CancellationToken.None);
        return (await Archive.ReadAsync("166", "example.com")).Single();
    }

    public Task<ReleaseOutcome> ReleaseAsync(QuarantineEntry entry, bool again = false) => Releaser.ReleaseAsync(entry, "ann", again, CancellationToken.None);

    /// <summary>What became of a message of ann@example.net to bob@example.com, as the journal has it.</summary>
    /// <param name="minutes">Since the clock's time.</param>
    public async Task WriteDownAsync(string id, FateKind fate, string messageId, string bodyHash, int minutes)
    {
        var row = PackedRow.Of(
            id, "bob@example.com", "example.com", Archive.Clock.GetUtcNow().AddMinutes(minutes).ToUnixTimeMilliseconds(), "192.0.2.7", "", "mail.example.net", "ann@example.net", "",
            messageId, fate.Word(), "", "", bodyHash);
        await using var connection = await Database.OpenToWriteAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync();
        await JournalTable.InsertAsync(connection, transaction, [row]);
        await transaction.CommitAsync();
    }

    /// <summary>Does something to the state that no part of the program does.</summary>
    public async Task SpoilAsync(string sql)
    {
        await using var connection = await Database.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync(sql, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await NextHop.DisposeAsync();
        await Archive.DisposeAsync();
    }
}
