using Microsoft.Extensions.DependencyInjection;
using MsLite.Filter.Quarantine;
using MsLite.Harness;

namespace MsLite.Filter.Tests.Remedies;

/// <summary>A tree of a test's own, at a moment that stands still.</summary>
internal sealed class RemedyWorld : IAsyncDisposable
{
    public static readonly DateTimeOffset Now = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly ServiceProvider _services;

    public RemedyWorld()
    {
        var options = new MsLiteOptions { SrvRoot = Tree.Folder("srv"), SpamRoot = Tree.Folder("spam"), StateRoot = Tree.Folder("state"), Hostname = "mx.example" };
        _services = new ServiceCollection().AddSingleton<TimeProvider>(new ManualClock(Now)).AddSingleton(options).AddLogging().AddFilter().BuildServiceProvider();
        Tree.Touch("srv/example.com/users/valid/bob");
    }

    public TempTree Tree { get; } = new();

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>A copy as its index line has it.</summary>
    public static QuarantineEntry Entry(string blocker, string? file, string from = "ann@example.net") => new()
    {
        Day = "166",
        Domain = "example.com",
        Id = "refused1",
        FileName = "1.P1M1Q1.mx.example.com",
        Time = Now,
        From = from,
        Recipient = "bob@example.com",
        Ip = "192.0.2.7",
        MessageId = "<1@example.net>",
        Blocker = blocker,
        File = file,
    };

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Tree.Dispose();
    }
}
