using Microsoft.Extensions.DependencyInjection;
using MsLite.Filter.Access;
using MsLite.Filter.Quarantine.Errands;
using MsLite.Filter.Quarantine.Search;
using MsLite.Harness;

namespace MsLite.Filter.Tests.Quarantine.Errands;

/// <summary>A quarantine with its search index, next hop and desk, all of them real, and a clock that a test moves.</summary>
internal sealed class ErrandWorld : IAsyncDisposable
{
    public static readonly Caller Administrator = new("admin", Role.Administrator, new HashSet<string>());

    private readonly ArchiveFixture _archive = new();
    private readonly ServiceProvider _services;

    public ErrandWorld()
    {
        _archive.Tree.Folder("state");
        _archive.Options.Delivery = $"maildir:{_archive.Tree.Folder("mail")}";
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(_archive.Options)
            .AddSingleton<TimeProvider>(_archive.Clock)
            .AddFilter()
            .BuildServiceProvider();
    }

    public ManualClock Clock => _archive.Clock;

    public TempTree Tree => _archive.Tree;

    public ErrandDesk Desk => _services.GetRequiredService<ErrandDesk>();

    private QuarantineSearch Search => _services.GetRequiredService<QuarantineSearch>();

    public async Task ArchiveAsync(params string[] recipients)
    {
        await _archive.ArchiveAsync(recipients);
        await _services.GetRequiredService<SearchKeeper>().RescanAsync(progress: null, CancellationToken.None);
        Clock.Advance(TimeSpan.FromSeconds(1));
    }

    public Task<IReadOnlyList<QuarantineHit>> FindAsync(QuarantineQuestion? question = null) => Search.FindAsync(question ?? new(), CancellationToken.None);

    /// <summary>Who has a copy, sorted.</summary>
    public async Task<string> RecipientsAsync() => string.Join(' ', (await FindAsync()).Select(hit => hit.Entry.Recipient).Order(StringComparer.Ordinal));

    /// <summary>Lets the errand's time come, and waits for its end.</summary>
    public async Task FinishAsync(Errand errand)
    {
        while (errand.IsOpen)
        {
            Clock.Advance(TimeSpan.FromSeconds(_archive.Options.Quarantine.UndoSeconds));
            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _archive.DisposeAsync();
    }
}
