using MsLite.Filter.Checks;
using MsLite.Filter.Tests.Checks;

namespace MsLite.Filter.Tests;

/// <summary>What the ladder makes of a client whom a gateway hides.</summary>
public sealed class HiddenClientTests : IDisposable
{
    private readonly PolicyWorld _world = new();

    public HiddenClientTests() => _world.Given("example.com/users/valid/bob", "example.com/checks/all");

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("example.com/blacklisted/hosts/gw.example.net")]
    [InlineData("example.com/blacklisted/tld/net")]
    [InlineData("_global_/blacklisted/hosts/gw.example.net")]
    [InlineData("_global_/blacklisted/tld/.net")]
    public async Task Its_name_is_looked_up_and_never_refuses(string entry)
    {
        _world.Given(entry);

        Assert.Equal(VerdictKind.Refuse, (await JudgeAsync(hidden: false)).Kind);
        var verdict = await JudgeAsync(hidden: true);

        Assert.Equal((VerdictKind.Deliver, null), (verdict.Kind, verdict.Blocker));
        var shadow = Assert.Single(verdict.Trace, rung => rung.Result == TraceResult.ShadowRefuse);
        Assert.Equal(entry, shadow.File);
        Assert.EndsWith("(in shadow by the real-client guard: all clients come from one private address)", shadow.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("example.com/blacklisted/ips/172.17.0.1")]
    [InlineData("_global_/blacklisted/ips/172.17.0.0_16")]
    public async Task A_list_of_addresses_still_refuses(string entry)
    {
        _world.Given(entry);

        Assert.Equal((VerdictKind.Refuse, entry), FileOf(await JudgeAsync(hidden: true)));
    }

    [Fact]
    public async Task The_host_wide_list_of_addresses_still_refuses()
    {
        _world.Tree.Touch("blacklist.d/172.17.0.1");

        Assert.Equal((VerdictKind.Refuse, "blacklisted/ips"), BlockerOf(await JudgeAsync(hidden: true)));
    }

    [Fact]
    public async Task A_senders_entry_still_refuses()
    {
        _world.Given("example.com/blacklisted/senders/ann@example.net");

        Assert.Equal(VerdictKind.Refuse, (await JudgeAsync(hidden: true)).Kind);
    }

    [Fact]
    public async Task Checks_that_rest_on_the_client_are_asked_and_never_refuse()
    {
        ICheck[] checks =
        [
            new StandInCheck("refuses", 10, CheckResult.Refuse("no")) { RestsOnClient = true },
            new StandInCheck("defers", 20, CheckResult.Defer("later"), usesNetwork: true) { RestsOnClient = true },
            new StandInCheck("passes", 30, CheckResult.Pass(detail: "fine")) { RestsOnClient = true },
        ];

        var verdict = await JudgeAsync(hidden: true, checks);

        Assert.Equal(VerdictKind.Deliver, verdict.Kind);
        Assert.Equal(
            [
                (TraceResult.ShadowRefuse, $"no ({ClientGuard.InShadow})"), (TraceResult.Pass, "fine"),
                (TraceResult.ShadowDefer, $"later ({ClientGuard.InShadow})"),
            ],
            verdict.Trace.TakeLast(3).Select(rung => (rung.Result, rung.Detail)));
        Assert.Equal((VerdictKind.Refuse, "no"), ReasonOf(await JudgeAsync(hidden: false, checks)));
    }

    [Fact]
    public async Task Other_checks_refuse_as_ever()
    {
        var verdict = await JudgeAsync(hidden: true, new StandInCheck("helo", 40, CheckResult.Refuse("no")));

        Assert.Equal((VerdictKind.Refuse, "no"), ReasonOf(verdict));
    }

    private static (VerdictKind Kind, string? File) FileOf(Verdict verdict) => (verdict.Kind, verdict.File);

    private static (VerdictKind Kind, string? Blocker) BlockerOf(Verdict verdict) => (verdict.Kind, verdict.Blocker);

    private static (VerdictKind Kind, string Reason) ReasonOf(Verdict verdict) => (verdict.Kind, verdict.Reason);

    private async Task<Verdict> JudgeAsync(bool hidden, params ICheck[] checks) =>
        Assert.Single(await _world.NewJudge(checks).JudgeAsync(
            PolicyWorld.Mail("ann@example.net", "172.17.0.1", ["bob@example.com"], host: "gw.example.net", hidden: hidden, options: _world.Options), CancellationToken.None));
}
