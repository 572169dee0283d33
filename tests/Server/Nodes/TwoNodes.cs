using System.Text;
using MsLite.Harness;
using MsLite.Web.Tests.Conversations;

namespace MsLite.Web.Tests.Nodes;

/// <summary>
/// Two processes on one /srv, one /spam, one set of mailboxes and one PostgreSQL, as behind two MX records. A domain for each
/// fate: <c>kept.example</c> goes to a mailbox, <c>passed.example</c> to a next hop, <c>refused.example</c> is refused and archived,
/// <c>grey.example</c> greylisted without a delay.
/// </summary>
internal sealed class TwoNodes : IAsyncDisposable
{
    private static readonly string[] s_domains = ["kept.example", "passed.example", "refused.example", "grey.example"];

    /// <summary>Two mounts of one network file system, one for each node as on two machines; without it both use a local folder.</summary>
    private static readonly string[] s_mounts = (Environment.GetEnvironmentVariable("MSLITE_NODE_MOUNTS") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);

    private readonly TempTree _tree = new(s_mounts.FirstOrDefault());
    private readonly TempTree _states = new();
    private readonly List<RunningServer> _servers = [];
    private readonly FakeNextHop _nextHop = new();
    private PrivatePostgres? _postgres;
    private ArchiveView? _archive;

    public IReadOnlyList<RunningServer> Servers => _servers;

    /// <summary>The connection string of what both share.</summary>
    public string Database => _postgres!.ConnectionString;

    public static async Task<TwoNodes> StartAsync()
    {
        var nodes = new TwoNodes();
        try
        {
            await nodes.BeginAsync();
            return nodes;
        }
        catch
        {
            await nodes.DisposeAsync();
            throw;
        }
    }

    /// <summary>A recipient that no other number and node has.</summary>
    public static string RecipientOf(int number, int node) => $"user{number}.{node}@{s_domains[number % s_domains.Length]}";

    /// <summary>The reply that a recipient of <see cref="RecipientOf"/> gets when his message is new.</summary>
    public static int CodeFor(string recipient) => recipient[(recipient.IndexOf('@', StringComparison.Ordinal) + 1)..] switch
    {
        "refused.example" => 550,
        "grey.example" => 451,
        _ => 250,
    };

    /// <summary>The subjects of what was archived. Throws for a torn line, or one whose file is not what it says.</summary>
    public IReadOnlyList<string> Archived() => [.. _archive!.Read().Select(message => message.Value("subject"))];

    /// <summary>The subjects of what came to rest in mailboxes, or at the next hop.</summary>
    public IReadOnlyList<string> Delivered() =>
    [
        .. _tree.Files("mail").Where(file => file.Contains("/new/", StringComparison.Ordinal)).Select(file => SubjectOf(_tree.Read($"mail/{file}"))),
        .. _nextHop.Messages.Where(message => message.Accepted).Select(message => SubjectOf(Encoding.Latin1.GetString(message.Content))),
    ];

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }

        await _nextHop.DisposeAsync();
        _states.Dispose();
        _tree.Dispose();
    }

    private async Task BeginAsync()
    {
        foreach (var domain in s_domains)
        {
            _tree.Touch($"srv/{domain}/users/valid/*");
        }

        _tree.Touch("srv/passed.example/delivery", _nextHop.Url + "\n");
        _tree.Touch("srv/refused.example/blacklisted/senders/ann@example.net");
        _tree.Touch("srv/grey.example/checks/greylisting", "delay: 0\n");
        _postgres = await PrivatePostgres.StartAsync();

        // Together: both find an empty database.
        _servers.AddRange(await Task.WhenAll(StartAsync(1), StartAsync(2)));
        _archive = new ArchiveView(_tree);
    }

    private Task<RunningServer> StartAsync(int node) => RunningServer.StartAsync(
    [
        ("SrvRoot", AsSeenBy(node, _tree.Folder("srv"))),
        ("SpamRoot", AsSeenBy(node, _tree.Folder("spam"))),
        ("Delivery", $"maildir:{AsSeenBy(node, _tree.Folder("mail"))}"),
        ("StateRoot", _states.Folder($"state{node}")),
        ("Database", Database),
        ("Hostname", $"mx{node}.mslite.test"),
    ],
    _tree);

    private static string AsSeenBy(int node, string path) => s_mounts.Length == 2 ? path.Replace(s_mounts[0], s_mounts[node - 1], StringComparison.Ordinal) : path;

    private static string SubjectOf(string message)
    {
        const string Field = "\nSubject: ";
        var start = message.IndexOf(Field, StringComparison.Ordinal) + Field.Length;
        return message[start..message.IndexOf('\n', start)].TrimEnd('\r');
    }
}
