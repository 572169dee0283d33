using MsLite.Filter.Blocklists;
using MsLite.Filter.Checks;

namespace MsLite.Filter.Tests.Blocklists;

/// <summary>The file zones as the check's switch.</summary>
public sealed class ZonesFileTests : IDisposable
{
    private readonly PolicyWorld _world = new();
    private readonly BlocklistWorld _lists = new();

    public ZonesFileTests()
    {
        _world.Given("example.com/users/valid/*");
        _lists.GivenZone("bl.example", "192.0.2.7");
    }

    public void Dispose()
    {
        _lists.Dispose();
        _world.Dispose();
    }

    [Fact]
    public async Task The_file_switches_the_check_on()
    {
        var verdict = await JudgeAsync("note: paid until May\nbl.example\n");

        Assert.Equal(
            (VerdictKind.Refuse, "IP listed in DNS blacklist bl.example", "checks/dnsbl", "example.com/zones"),
            (verdict.Kind, verdict.Reason, verdict.Blocker, verdict.File));
    }

    [Theory]
    [InlineData("example.com/checks/dnsbl")]
    [InlineData("example.com/checks/all")]
    [InlineData("_global_/zones")]
    public async Task No_other_file_does(string path)
    {
        _world.GivenFile(path, "bl.example\n");

        Assert.Equal(VerdictKind.Deliver, (await JudgeAsync()).Kind);
        Assert.Empty(_lists.Dns.Questions);
    }

    [Fact]
    public async Task In_shadow_it_records_and_does_not_refuse()
    {
        var verdict = await JudgeAsync("mode: shadow\nbl.example\n");

        var entry = Assert.Single(verdict.Trace, entry => entry.Rung == "checks/dnsbl");
        Assert.Equal((VerdictKind.Deliver, TraceResult.ShadowRefuse, "192.0.2.7"), (verdict.Kind, entry.Result, entry.Value));
        Assert.Equal("IP listed in DNS blacklist bl.example; bl.example answers 127.0.0.2", entry.Detail);
    }

    [Fact]
    public async Task Once_expired_it_is_absent() => Assert.Equal(VerdictKind.Deliver, (await JudgeAsync("bl.example\nuntil: 2026-06-14\n")).Kind);

    private async Task<Verdict> JudgeAsync(string? zones = null)
    {
        if (zones is not null)
        {
            _world.GivenFile("example.com/zones", zones);
        }

        using var metrics = new FilterMetrics(_world.Clock);
        var watch = new BlocklistWatch(_lists.Dns, metrics, _world.Clock, _lists.Log);
        var judge = _world.NewJudge(new DnsblCheck(_lists.Dns, watch, metrics, _world.Clock));
        return Assert.Single(await judge.JudgeAsync(PolicyWorld.Mail("ann@example.net", "192.0.2.7", ["bob@example.com"]), CancellationToken.None));
    }
}
