using System.Buffers;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Filter.Checks;
using MsLite.Filter.Policy;
using MsLite.Filter.Spool;
using MsLite.Harness;
using MsLite.Mail;
using MsLite.Mail.Mime;
using MsLite.Smtp;

namespace MsLite.Filter.Tests;

/// <summary>A policy tree of the test's own, a clock that it turns, and a judge who reads both.</summary>
internal sealed class PolicyWorld : IDisposable
{
    private readonly FilterMetrics _metrics;

    public PolicyWorld(TimeZoneInfo? zone = null)
    {
        Clock = new ManualClock(new DateTimeOffset(2026, 6, 15, 12, 0, 0, TimeSpan.Zero), zone);
        Srv = new SrvTree(Tree.Path("srv"), Clock);
        Options = new MsLiteOptions { IpBlacklistDirectory = Tree.Path("blacklist.d") };
        _metrics = new FilterMetrics(Clock);
        Tree.Folder("srv");
    }

    public TempTree Tree { get; } = new();

    public ManualClock Clock { get; }

    public SrvTree Srv { get; }

    public MsLiteOptions Options { get; }

    /// <summary>Empty, so that no name exists, unless a test fills it.</summary>
    public FakeDns Dns { get; } = [];

    /// <summary>Below /srv; a path that ends in a slash makes a directory.</summary>
    public PolicyWorld Given(params string[] paths)
    {
        foreach (var path in paths)
        {
            if (path.EndsWith('/'))
            {
                Tree.Folder("srv/" + path);
            }
            else
            {
                Tree.Touch("srv/" + path);
            }
        }

        return this;
    }

    public PolicyWorld GivenFile(string path, string body)
    {
        Tree.Touch("srv/" + path, body);
        return this;
    }

    public Judge NewJudge(params ICheck[] checks) => NewJudge(TimeSpan.FromSeconds(8), checks);

    public Judge NewJudge(TimeSpan deadline, params ICheck[] checks) => new(
        Srv,
        new CheckCatalogue(checks),
        Options,
        Dns,
        new CheckRunner(_metrics, Clock, NullLogger<CheckRunner>.Instance) { Deadline = deadline },
        Clock,
        NullLogger<Judge>.Instance);

    /// <summary>The verdict for one recipient without any check.</summary>
    public async Task<Verdict> JudgeAsync(string to, string from = "ann@example.net", string ip = "192.0.2.7", string? host = null)
    {
        var verdicts = await NewJudge().JudgeAsync(Mail(from, ip, [to], host, options: Options), CancellationToken.None);
        return Assert.Single(verdicts);
    }

    public static Transaction Mail(
        string from, string ip, IEnumerable<string> to, string? host = null, string helo = "mail.example.net", bool hidden = false, Once<ClientName>? name = null,
        MsLiteOptions? options = null)
    {
        var transaction = new Transaction
        {
            Id = "test",
            Client = new SmtpClientHost
            {
                SessionId = "test",
                EndPoint = new IPEndPoint(IPAddress.Parse(ip), 40000),
                LocalEndPoint = new IPEndPoint(IPAddress.Loopback, 25),
                GivenName = host,
                GivenNameUnavailable = host == "",
                HelloName = helo,
            },
            ReturnPath = from.Length == 0 ? null : Address(from),
            Parameters = MailParameters.None,
            Received = DateTimeOffset.UnixEpoch,
            Options = options ?? new MsLiteOptions(),
            NameQuestion = name,
            ClientIsHidden = hidden,
        };
        transaction.Content = Content("");
        transaction.Message = MimeMessage.Parse(transaction.Content.OpenRead());
        transaction.Recipients.AddRange(to.Select(To));
        return transaction;
    }

    public static SpooledMessage Content(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));
        var memory = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(memory, 0);
        return new SpooledMessage(memory, bytes.Length);
    }

    public static Recipient To(string address) => new(Address(address), RcptParameters.None);

    public static EmailAddress Address(string text)
    {
        var at = text.LastIndexOf('@');
        return new EmailAddress(text[..at], text[(at + 1)..]);
    }

    public void Dispose()
    {
        _metrics.Dispose();
        Tree.Dispose();
    }
}
