using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Filter.Blocklists;
using MsLite.Filter.Checkups;
using MsLite.Filter.Tests.Blocklists;
using MsLite.Harness;
using MsLite.Mail.Dns;

namespace MsLite.Filter.Tests.Checkups;

/// <summary>"Is it right?", each part against a DNS of the test's own.</summary>
public sealed class CheckupTests : IDisposable
{
    private readonly PolicyWorld _world = new();

    public CheckupTests() => _world.Options.Hostname = "mx.example.org";

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("10 mx.example.org", CheckupLevel.Good)]
    [InlineData("10 other.example.org", CheckupLevel.Good)]
    [InlineData("10 elsewhere.example", CheckupLevel.Look)]
    [InlineData(null, CheckupLevel.Bad)]
    public async Task The_MX_leads_here_or_says_what_to_write(string? record, CheckupLevel level)
    {
        _world.Dns["mx.example.org", DnsType.A] = ["192.0.2.25"];
        _world.Dns["other.example.org", DnsType.A] = ["192.0.2.25"];
        if (record is not null)
        {
            _world.Dns["example.com", DnsType.Mx] = [record];
        }

        var finding = Assert.Single(await new MxPart(_world.Options, _world.Dns).LookAsync(["example.com"], CancellationToken.None));

        Assert.Equal(level, finding.Level);
        Assert.Equal(level == CheckupLevel.Good, finding.Fix.Length == 0);
        Assert.True(level == CheckupLevel.Good || finding.Fix.Contains("example.com. MX 10 mx.example.org.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("mx.example.org", CheckupLevel.Good)]
    [InlineData("dsl-7.provider.example", CheckupLevel.Look)]
    [InlineData(null, CheckupLevel.Look)]
    public async Task The_reverse_name_leads_back(string? name, CheckupLevel level)
    {
        _world.Dns["mx.example.org", DnsType.A] = ["192.0.2.25"];
        if (name is not null)
        {
            _world.Dns["192.0.2.25", DnsType.Ptr] = [name];
        }

        var findings = await new HostNamePart(_world.Options, _world.Dns).LookAsync([], CancellationToken.None);

        Assert.Equal([CheckupLevel.Good, level], findings.Select(finding => finding.Level));
    }

    [Theory]
    [InlineData("localhost", "no full name")]
    [InlineData("mx.nowhere.example", "no address in DNS")]
    public async Task A_name_that_leads_nowhere_is_bad(string name, string said)
    {
        _world.Options.Hostname = name;

        var finding = Assert.Single(await new HostNamePart(_world.Options, _world.Dns).LookAsync([], CancellationToken.None));

        Assert.Equal(CheckupLevel.Bad, finding.Level);
        Assert.Contains(said, finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_resolver_that_is_silent_is_bad_and_one_that_knows_only_its_own_names_asks_for_a_look()
    {
        FakeDns silent = new() { FailPrefix = "a.root" };
        FakeDns good = new() { ["a.root-servers.net", DnsType.A] = ["198.41.0.4"] };

        var levels = new List<CheckupLevel>();
        foreach (var dns in new[] { silent, [], good })
        {
            levels.Add(Assert.Single(await new ResolverPart(dns, new CurrentOptions(_world.Options), _world.Clock).LookAsync([], CancellationToken.None)).Level);
        }

        Assert.Equal([CheckupLevel.Bad, CheckupLevel.Look, CheckupLevel.Good], levels);
    }

    [Fact]
    public async Task Blocklists_in_use_are_tested_and_one_that_lists_the_world_is_bad()
    {
        using var zones = new BlocklistWorld();
        zones.GivenZone("zen.example");
        zones.Dns["1.0.0.127.world.example", DnsType.A] = ["127.0.0.2"];
        _world.GivenFile("example.com/zones", "zen.example\nworld.example\n").Given("quiet.example/");
        var part = new BlocklistPart(_world.Srv, new ZoneConditions(zones.Watch));

        var findings = await part.LookAsync(["example.com", "quiet.example"], CancellationToken.None);

        Assert.Equal([("zen.example", CheckupLevel.Good), ("world.example", CheckupLevel.Bad)], findings.Select(finding => (finding.Subject, finding.Level)));
        Assert.Contains("RFC 5782", findings[1].Text, StringComparison.Ordinal);
        Assert.Equal(CheckupLevel.Good, Assert.Single(await part.LookAsync(["quiet.example"], CancellationToken.None)).Level);
    }

    [Fact]
    public async Task The_disk_the_clock_and_the_clients_are_looked_at()
    {
        (_world.Options.SpamRoot, _world.Options.StateRoot, _world.Options.SrvRoot) = (_world.Tree.Folder("spam"), _world.Tree.Path("missing"), _world.Srv.Root);

        var disk = await new DiskPart(_world.Options).LookAsync([], CancellationToken.None);
        var clock = Assert.Single(await new ClockPart(_world.Clock).LookAsync([], CancellationToken.None));
        var guard = Assert.Single(await new GuardPart(new ClientGuard(new CurrentOptions(_world.Options), _world.Clock, NullLogger<ClientGuard>.Instance)).LookAsync([], CancellationToken.None));

        Assert.Contains("GiB are free", disk[0].Text, StringComparison.Ordinal);
        Assert.Equal((CheckupLevel.Bad, CheckupLevel.Good), (disk[1].Level, disk[2].Level));
        Assert.Contains("2026-06-15 12:00:00", clock.Text, StringComparison.Ordinal);
        Assert.Equal(CheckupLevel.Good, guard.Level);
    }

    [Fact]
    public async Task A_part_that_hangs_or_breaks_holds_up_no_other()
    {
        var checkup = new Checkup([new Hanging(), new Broken(), new GuardPart(new ClientGuard(new CurrentOptions(_world.Options), _world.Clock, NullLogger<ClientGuard>.Instance))], _world.Srv, TimeProvider.System)
        {
            Limit = TimeSpan.FromMilliseconds(200),
        };
        var found = new ConcurrentDictionary<string, CheckupFinding>();

        await checkup.RunAsync(null, (subject, findings) => found[subject] = Assert.Single(findings), CancellationToken.None);

        Assert.Equal(["Hanging", "Broken", "Clients' addresses"], checkup.Subjects);
        Assert.Equal((CheckupLevel.Look, CheckupLevel.Look, CheckupLevel.Good), (found["Hanging"].Level, found["Broken"].Level, found["Clients' addresses"].Level));
        Assert.Contains("within 0.2 seconds", found["Hanging"].Text, StringComparison.Ordinal);
        Assert.Contains("out of paper", found["Broken"].Text, StringComparison.Ordinal);
    }

    private sealed class Hanging : ICheckupPart
    {
        public string Subject => "Hanging";

        public async Task<IReadOnlyList<CheckupFinding>> LookAsync(IReadOnlyList<string> domains, CancellationToken ct)
        {
            // It does not listen to its token.
            await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
            return [];
        }
    }

    private sealed class Broken : ICheckupPart
    {
        public string Subject => "Broken";

        public Task<IReadOnlyList<CheckupFinding>> LookAsync(IReadOnlyList<string> domains, CancellationToken ct) => throw new InvalidOperationException("out of paper");
    }
}
