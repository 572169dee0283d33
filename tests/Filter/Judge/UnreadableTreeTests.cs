using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Filter.Delivery;

namespace MsLite.Filter.Tests;

/// <summary>A tree that exists and may not be entered, as after a slip with chmod.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class UnreadableTreeTests : IDisposable
{
    private const int Nobody = 65534;

    private readonly PolicyWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Mail_for_a_domain_whose_policy_cannot_be_read_is_deferred()
    {
        _world.Given("example.com/users/valid/bob");

        var verdict = AsNobody("srv/example.com/users", () => _world.JudgeAsync("bob@example.com"));

        Assert.Equal((VerdictKind.Defer, null), (verdict.Kind, verdict.Blocker));
    }

    [Fact]
    public void A_host_wide_directory_that_cannot_be_read_says_nothing()
    {
        _world.Given("example.com/users/valid/bob");
        _world.Tree.Touch("blacklist.d/192.0.2.7");

        Assert.Equal(VerdictKind.Deliver, AsNobody("blacklist.d", () => _world.JudgeAsync("bob@example.com")).Kind);
    }

    [Fact]
    public void A_fingerprint_of_what_cannot_be_read_is_the_domains_own()
    {
        _world.Given("a.example/users/valid/bob", "b.example/users/valid/bob");
        var judge = _world.NewJudge();
        var mail = PolicyWorld.Mail("ann@example.net", "192.0.2.7", []);

        var fingerprint = AsNobody("srv/a.example/users", () => Task.FromResult(judge.Fingerprint(mail, PolicyWorld.To("bob@a.example"))));

        Assert.NotEqual(fingerprint, judge.Fingerprint(mail, PolicyWorld.To("bob@b.example")));
    }

    [Fact]
    public void A_next_hop_that_can_no_longer_be_read_when_the_message_is_there_leaves_it_with_its_client()
    {
        _world.Given("example.com/users/valid/bob");
        using var metrics = new FilterMetrics(TimeProvider.System);
        using var lanes = new SyncLanes();
        using var catalogue = new DeliveryCatalogue("mx.example.org", TimeProvider.System, lanes, NullLoggerFactory.Instance);
        var nextHops = new NextHops(_world.Srv, catalogue);

        // Who is to hand it over must not be asked.
        var enforcer = new Enforcer(nextHops, handOver: null!, quarantine: null!, stamp: null!, metrics, NullLogger<Enforcer>.Instance);
        var mail = PolicyWorld.Mail("ann@example.net", "192.0.2.7", ["bob@example.com"]);
        Verdict[] verdicts = [new(VerdictKind.Deliver, "", Blocker: null, File: null, [])];

        var fate = Assert.Single(AsNobody("srv/example.com", () => enforcer.EnforceAsync(mail, verdicts, CancellationToken.None).AsTask()));

        Assert.Equal((FateKind.Deferred, "451 4.3.0 Temporary failure, please try again later [ref test]"), (fate.Kind, fate.Reply.ToString()));
    }

    /// <summary>Closes a directory to all but its owner and asks as somebody else. Judging without checks never leaves its thread.</summary>
    private T AsNobody<T>(string closed, Func<Task<T>> ask)
    {
        var mode = File.GetUnixFileMode(_world.Tree.Root);
        File.SetUnixFileMode(_world.Tree.Root, mode | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);
        File.SetUnixFileMode(_world.Tree.Path(closed), UnixFileMode.None);
        var before = SetFileSystemUser(Nobody);
        try
        {
            var answer = ask();
            Assert.True(answer.IsCompletedSuccessfully, answer.Exception?.ToString());
#pragma warning disable VSTHRD002 // It has completed, and must have on this very thread.
            return answer.Result;
#pragma warning restore VSTHRD002
        }
        finally
        {
            _ = SetFileSystemUser(before);
            File.SetUnixFileMode(_world.Tree.Path(closed), mode | UnixFileMode.UserExecute | UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    /// <summary>For this thread only; without the right to change, nothing changes, and the closed directory is closed anyway.</summary>
    [LibraryImport("libc", EntryPoint = "setfsuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetFileSystemUser(int user);
}
