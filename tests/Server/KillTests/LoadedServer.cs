using System.Text;
using MsLite.Harness;
using MsLite.Web.Tests.Conversations;

namespace MsLite.Web.Tests.KillTests;

/// <summary>
/// The real program with three domains, one for each fate: <c>kept.example</c> goes to the local Maildir, <c>passed.example</c> to a
/// next hop, <c>refused.example</c> is refused and archived. It compares what clients were told with what is really there.
/// </summary>
internal sealed class LoadedServer : IAsyncDisposable
{
    private static readonly string[] s_domains = ["kept.example", "passed.example", "refused.example"];
    private readonly HashSet<string> _seenMail = new(StringComparer.Ordinal);
    private readonly TempTree? _tree;
    private ArchiveView _archive;

    private LoadedServer(RunningServer server, FakeNextHop nextHop, TempTree? tree)
    {
        (Server, NextHop, _tree) = (server, nextHop, tree);
        _archive = new ArchiveView(server.Tree);
    }

    public RunningServer Server { get; }

    public FakeNextHop NextHop { get; }

    /// <param name="parent">Where its folder is made; the temporary folder when null.</param>
    public static Task<LoadedServer> StartAsync(string? parent = null, params (string, string)[] options) =>
        StartAsync(hop => hop.Url, parent, options);

    /// <param name="address">Of the next hop, as the file <c>delivery</c> has it.</param>
    public static async Task<LoadedServer> StartAsync(Func<FakeNextHop, string> address, string? parent = null, params (string, string)[] options)
    {
        var nextHop = new FakeNextHop();
        var tree = new TempTree(parent);
        foreach (var domain in s_domains)
        {
            tree.Touch($"srv/{domain}/users/valid/*");
        }

        tree.Touch("srv/passed.example/delivery", address(nextHop) + "\n");
        tree.Touch("srv/refused.example/blacklisted/senders/ann@example.net");
        return new LoadedServer(await RunningServer.StartAsync(options, tree), nextHop, tree);
    }

    public static string RecipientOf(int number) => $"user{number % 2}@{s_domains[number % s_domains.Length]}";

    /// <summary>What has arrived from now on counts.</summary>
    public void BeginRound()
    {
        NextHop.Reset();
        _archive = new ArchiveView(Server.Tree);
        _seenMail.UnionWith(MailFiles());
    }

    /// <summary>What a kill has left half written is cut off.</summary>
    public Task WaitUntilMendedAsync() => _archive.WaitUntilWholeAsync();

    /// <summary>
    /// Every message a client was told of has the fate it was told: 250 is at the next hop or in the Maildir, 550 is archived with its
    /// index line. Reading the archive also fails for a torn line, or one whose file is not what it says.
    /// </summary>
    public void AssertFates(IReadOnlyCollection<LoadResult> results)
    {
        var archived = _archive.Read().Select(message => message.Value("subject")).ToHashSet(StringComparer.Ordinal);
        var kept = MailFiles().Where(path => !_seenMail.Contains(path)).Select(path => SubjectOf(File.ReadAllBytes(path))).ToHashSet(StringComparer.Ordinal);
        var passed = NextHop.Messages.Where(message => message.Accepted).Select(message => SubjectOf(message.Content)).ToHashSet(StringComparer.Ordinal);
        var wrong = results.Where(result => !IsTrue(result, archived, kept, passed)).Select(result => $"{result.Token} for {result.Recipient}: {result.Reply}").ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {results.Count} clients were told what is not so:\n{string.Join('\n', wrong.Take(10))}\n{Server.Log}");
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await NextHop.DisposeAsync();
        _tree?.Dispose();
    }

    private static bool IsTrue(LoadResult result, HashSet<string> archived, HashSet<string> kept, HashSet<string> passed)
    {
        if (result.Reply is null or { Code: < 200 or (>= 300 and < 500) })
        {
            // Nothing was promised.
            return true;
        }

        if (result.Reply.IsPermanent)
        {
            return archived.Contains(result.Token);
        }

        return (result.Recipient.EndsWith("@kept.example", StringComparison.Ordinal) ? kept : passed).Contains(result.Token);
    }

    private IEnumerable<string> MailFiles()
    {
        var folder = Path.Combine(Server.Tree.Path("mail"), "kept.example");
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => path.Contains("/new/", StringComparison.Ordinal))
            : [];
    }

    private static string SubjectOf(byte[] message)
    {
        const string Field = "\nSubject: ";
        var text = Encoding.Latin1.GetString(message);
        var start = text.IndexOf(Field, StringComparison.Ordinal) + Field.Length;
        return text[start..text.IndexOf('\n', start)].TrimEnd('\r');
    }
}
