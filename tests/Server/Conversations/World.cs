using MsLite.Harness;
using MsLite.Harness.Script;
using MsLite.Mail.Dns;

namespace MsLite.Web.Tests.Conversations;

/// <summary>A running server with its next hop: what the scripts of one set of options share, one after another.</summary>
internal sealed class World : IAsyncDisposable
{
    private static readonly string[] s_perScript = ["srv", "mail", "blacklist.d", "outside"];

    /// <summary>How long the program may keep an answer that need not be kept, and a moment for the answer's way.</summary>
    private static readonly TimeSpan s_answersKept = new DnsResolverSettings { Servers = [] }.MinTtl + TimeSpan.FromMilliseconds(300);

    private World(RunningServer server, FakeNextHop nextHop)
    {
        Server = server;
        NextHop = nextHop;
        Archive = new ArchiveView(server.Tree);
    }

    public RunningServer Server { get; }

    public FakeNextHop NextHop { get; }

    public ArchiveView Archive { get; private set; }

    /// <summary>The server's last words, for the reader of a failure.</summary>
    public string LogTail => "The server's log ends:\n" + string.Join('\n', Server.Log.Split('\n').TakeLast(12));

    public static async Task<World> StartAsync(SmtpScript script)
    {
        var nextHop = new FakeNextHop();
        var tree = new TempTree();
        try
        {
            var all = script.Options.Select(option => (option.Key, Expand(option.Value, tree, nextHop))).Prepend(("Delivery", nextHop.Url));
            return new World(await RunningServer.StartAsync(all, tree, new NameServer { NameOfClients = RunningServer.NameOfClients, Ttl = TimeSpan.Zero }), nextHop);
        }
        catch
        {
            tree.Dispose();
            await nextHop.DisposeAsync();
            throw;
        }
    }

    /// <summary>Empties what a script may fill. /spam stays: a server may hold its files open, and the view skips what is old.</summary>
    public async Task ClearAsync(SmtpScript script)
    {
        await Server.Dns.StartAnewAsync(script.Dns.Select(given => given.Tell), s_answersKept, script.Mentions);
        foreach (var folder in s_perScript)
        {
            foreach (var entry in new DirectoryInfo(Server.Tree.Folder(folder)).EnumerateFileSystemInfos())
            {
                Server.Tree.Delete(Path.Combine(folder, entry.Name));
            }
        }

        NextHop.Reset();
        Archive = new ArchiveView(Server.Tree);
    }

    /// <summary>Carries out a <c>given</c> line, but for those about the connection.</summary>
    public void Apply(ScriptStep given)
    {
        switch (given)
        {
            case GivenFile file:
                Server.Tree.Touch(file.Path, Expand(file.Body, Server.Tree, NextHop));
                break;
            case GivenFolder folder:
                Server.Tree.Folder(folder.Path);
                break;
            case GivenLink link:
                Server.Tree.Link(link.Path, link.Target.StartsWith('/') ? Server.Tree.Path(link.Target) : link.Target);
                break;
            case GivenNo absent:
                Server.Tree.Delete(absent.Path);
                break;
            case GivenAnswer answer:
                var before = NextHop.Answer;
                NextHop.Answer = (stage, argument) =>
                    stage == answer.Stage && argument.Contains(answer.Argument, StringComparison.Ordinal) ? answer.Reply : before(stage, argument);
                break;
            case GivenWithout without:
                NextHop.Extensions = [.. NextHop.Extensions.Where(extension => !extension.StartsWith(without.Keyword, StringComparison.Ordinal))];
                NextHop.DropConnections();
                break;
            case GivenDeath { AfterBytes: { } bytes }:
                NextHop.DieAfterContentBytes = bytes;
                break;
            case GivenDeath:
                NextHop.DieBeforeContentReply = true;
                break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await NextHop.DisposeAsync();
        Server.Tree.Dispose();
    }

    private static string Expand(string text, TempTree tree, FakeNextHop nextHop) =>
        text.Replace("$ROOT", tree.Root, StringComparison.Ordinal).Replace("$NEXTHOP", nextHop.Url, StringComparison.Ordinal);
}
