using Microsoft.Extensions.DependencyInjection;
using MsLite.Filter.Journal;
using MsLite.Filter.Policy.Editing;
using MsLite.Filter.Replay;
using MsLite.Filter.State;
using MsLite.Harness;
using MsLite.Mail.Dns;
using MsLite.Mail.Mime;
using MsLite.Smtp;

namespace MsLite.Filter.Tests.Replay;

/// <summary>A tree, a judge, a journal and the replay over it, all of them real; DNS alone is a literal.</summary>
internal sealed class ReplayWorld : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly MsLiteOptions _options;
    private int _count;

    public ReplayWorld()
    {
        _options = new MsLiteOptions { SrvRoot = Tree.Folder("srv"), SpamRoot = Tree.Folder("spam"), StateRoot = Tree.Folder("state"), Hostname = "mx.example", IpBlacklistDirectory = Tree.Folder("blacklist.d") };
        // Ahead of the disk's: a file that a test makes is older than the mail it sends.
        Clock = new ManualClock(TimeProvider.System.GetUtcNow() + TimeSpan.FromHours(1));
        _services = new ServiceCollection().AddSingleton<TimeProvider>(Clock).AddSingleton(_options).AddLogging().AddFilter().AddSingleton<IDnsResolver>(Dns).BuildServiceProvider();
        Tree.Touch("srv/example.com/users/valid/bob");
    }

    public TempTree Tree { get; } = new();

    public ManualClock Clock { get; }

    public FakeDns Dns { get; } = [];

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>A message comes, is judged, and is taken down; nothing is delivered.</summary>
    /// <param name="mail">Header and body, with line feeds.</param>
    /// <param name="host">The client's name; "" when it has none, null when DNS is to say.</param>
    public async Task<Verdict> SendAsync(
        string mail, string from = "ann@example.net", string to = "bob@example.com", string ip = "192.0.2.7", string? host = "mail.example.net", string helo = "mail.example.net", bool hidden = false)
    {
        var shape = PolicyWorld.Mail(from, ip, [to], host, helo, hidden);
        var transaction = new Transaction
        {
            Id = $"mail{_count++}",
            Client = shape.Client,
            ReturnPath = shape.ReturnPath,
            Parameters = shape.Parameters,
            Received = Clock.GetUtcNow(),
            Options = _options,
            ClientIsHidden = hidden,
            Content = PolicyWorld.Content(mail),
        };
        transaction.Message = MimeMessage.Parse(transaction.Content.OpenRead());
        transaction.Recipients.AddRange(shape.Recipients);
        var verdict = Assert.Single(await Get<Judge>().JudgeAsync(transaction, CancellationToken.None));
        var kind = verdict.Kind switch { VerdictKind.Deliver => FateKind.Delivered, VerdictKind.Refuse => FateKind.Archived, _ => FateKind.Deferred };
        var row = new PendingRow(new RowPacking(transaction, TimeSpan.Zero).Pack(new Fate(transaction.Recipients[0], kind, verdict, new SmtpReply(250, "2.0.0", "so"), NextHop: null)).ToArray());
        await Get<StateWriter>().WriteAsync((connection, change) => JournalTable.InsertAsync(connection, change, [row]), CancellationToken.None);
        Clock.Advance(TimeSpan.FromSeconds(1));
        return verdict;
    }

    public Task<IReadOnlyList<JournalRow>> RowsAsync() => Get<JournalReader>().FindAsync(new JournalQuestion { Limit = JournalQuestion.MostRows }, CancellationToken.None);

    /// <param name="path">Below /srv.</param>
    /// <param name="text">What the file is to say; null takes it away.</param>
    public ReplayChange Change(string path, string? text)
    {
        Assert.True(Get<PolicyEditor>().TryParse(path.Split('/')[0], path.Split('/')[1..], out var place, out var fault), fault);
        return new ReplayChange(place, text is null ? null : new PolicyContent { Text = System.Text.Encoding.UTF8.GetBytes(text) });
    }

    public Task<ReplayCount> RunAsync(params ReplayChange[] changes) => Get<PolicyReplay>().RunAsync(changes, new ReplayScope(null), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Tree.Dispose();
    }
}
