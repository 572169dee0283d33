using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Filter.Policy;
using MsLite.Filter.Quarantine;
using MsLite.Filter.Spool;
using MsLite.Harness;
using MsLite.Mail;
using MsLite.Mail.Mime;
using MsLite.Smtp;

namespace MsLite.Filter.Tests.Quarantine;

/// <summary>A quarantine of a test's own, with a clock that stands still.</summary>
internal sealed class ArchiveFixture : IAsyncDisposable
{
    public const string Message = "Subject: hello\r\nMessage-ID: <1@example.net>\r\n\r\nfirst\r\n.dot\r\n";

    private int _count;
    private QuarantineExpiry? _expiry;

    public ArchiveFixture(DateTimeOffset? start = null, TimeZoneInfo? zone = null, string? parent = null)
    {
        Tree = new TempTree(parent);
        Clock = new ManualClock(start ?? new DateTimeOffset(2026, 6, 15, 12, 0, 0, TimeSpan.Zero), zone);
        Options = new MsLiteOptions { SrvRoot = Tree.Folder("srv"), SpamRoot = Tree.Path("spam"), StateRoot = Tree.Path("state"), Hostname = "mx.example.org" };
        Store = NewStore();
    }

    public TempTree Tree { get; }

    public ManualClock Clock { get; private set; }

    public MsLiteOptions Options { get; }

    public QuarantineStore Store { get; private set; }

    /// <summary>One for a process, as it remembers what it measured.</summary>
    public QuarantineExpiry Expiry => _expiry ??= NewExpiry();

    /// <param name="current">Options that a test changes; those of the fixture without.</param>
    public QuarantineExpiry NewExpiry(CurrentOptions? current = null) =>
        new(Store, new SrvTree(Options.SrvRoot, Clock), current ?? new CurrentOptions(Options), NullLogger<QuarantineExpiry>.Instance);

    /// <summary>As a new process would see the tree, perhaps with another clock.</summary>
    public async Task RestartAsync(ManualClock? clock = null)
    {
        await DisposeStoreAsync();
        Clock = clock ?? Clock;
        Store = NewStore();
        Store.Start();
    }

    public QuarantineStore NewStore() => new(Options, Clock, NullLogger<QuarantineStore>.Instance);

    public Task ArchiveAsync(params string[] recipients) => ArchiveAsync(Encoding.UTF8.GetBytes(Message), recipients);

    public async Task ArchiveAsync(byte[] message, params string[] recipients)
    {
        using var spooled = await SpoolAsync(message);
        var transaction = NewTransaction(spooled);
        await Store.ArchiveAsync(transaction, [.. recipients.Select(address => Copy(address))], CancellationToken.None);
    }

    public async Task<SpooledMessage> SpoolAsync(byte[] message) =>
        await new MessageSpool(Options).ReadAsync(new MemoryStream(message), CancellationToken.None);

    public Transaction NewTransaction(SpooledMessage content, string? id = null, string? helo = "mail.example.net", EmailAddress? from = null)
    {
        var anywhere = new IPEndPoint(IPAddress.Parse("192.0.2.7"), 4711);
        return new Transaction
        {
            Id = id ?? $"id{Interlocked.Increment(ref _count)}",
            Client = new SmtpClientHost { SessionId = "s", EndPoint = anywhere, LocalEndPoint = anywhere, HelloName = helo },
            ReturnPath = from ?? new EmailAddress("ann", "example.net"),
            Parameters = MailParameters.None,
            Received = Clock.GetUtcNow(),
            Options = Options,
            Content = content,
            Message = MimeMessage.Parse(content.OpenRead()),
        };
    }

    public static ArchivedCopy Copy(string address, string reason = "HELO should be qualified", IReadOnlyList<TraceEntry>? trace = null)
    {
        var at = address.LastIndexOf('@');
        var recipient = new Recipient(new EmailAddress(address[..at], address[(at + 1)..]), RcptParameters.None);
        var verdict = new Verdict(VerdictKind.Refuse, reason, "checks/helo", "example.com/checks/helo", trace ?? [
            new TraceEntry("whitelisted/ips", "192.0.2.7", null, TraceResult.Pass, "", 0.25),
            new TraceEntry("checks/helo", "mail", "example.com/checks/helo", TraceResult.Refuse, "HELO should be qualified", 0.5),
        ]);
        return new ArchivedCopy(recipient, verdict, Encoding.UTF8.GetBytes($"X-RCPT-TO: {address}\r\nX-REJECT-REASON: {reason}\r\n"));
    }

    public async Task<List<QuarantineEntry>> ReadAsync(string day, string domain)
    {
        var entries = new List<QuarantineEntry>();
        await foreach (var entry in Store.FindIndex(day, domain)!.ReadAsync())
        {
            entries.Add(entry);
        }

        return entries;
    }

    public async Task<byte[]?> RestoreAsync(QuarantineEntry entry)
    {
        await using var original = await Store.TryOpenOriginalAsync(entry, CancellationToken.None);
        if (original is null)
        {
            return null;
        }

        using var bytes = new MemoryStream();
        await original.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        await DisposeStoreAsync();
        Tree.Dispose();
    }

    private async Task DisposeStoreAsync()
    {
        _expiry?.Dispose();
        _expiry = null;
        await Store.DisposeAsync();
    }
}
