using System.Net;
using MsLite.Filter.Blocklists;
using MsLite.Filter.Checks;
using MsLite.Mail.Dns;

namespace MsLite.Filter.Tests.Blocklists;

/// <summary>No list may refuse mail once its answers show that it has died, moved, or refuses our resolver.</summary>
public sealed class BlocklistWatchTests : IDisposable
{
    private readonly BlocklistWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("127.255.255.252", "written wrongly")]
    [InlineData("127.255.255.254", "public resolver")]
    [InlineData("127.255.255.255", "that many questions")]
    [InlineData("127.255.255.0", "an error code")]
    [InlineData("127.0.0.2 127.255.255.254", "public resolver")]
    [InlineData("10.1.2.3", "10.1.2.3, which means nothing on a blocklist")]
    [InlineData("192.0.2.80", "changed hands")]
    public async Task An_answer_that_no_list_gives_suspends_the_zone_and_refuses_nobody(string codes, string why)
    {
        _world.GivenZone("bl.example").GivenAnswer("bl.example", "192.0.2.7", codes.Split(' '));

        var result = await _world.AskAsync("bl.example");

        Assert.Equal(CheckOutcome.Abstain, result.Outcome);
        var notice = Assert.Single(_world.Watch.Notices);
        Assert.Equal("DNS blocklist bl.example", notice.Subject);
        Assert.Contains(why, notice.Text, StringComparison.Ordinal);
        Assert.NotEmpty(notice.Remedy);
        Assert.Contains(why, Assert.Single(_world.Log.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.0.0.127")]
    [InlineData("1.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0")]
    public async Task A_zone_that_lists_the_world_refuses_nobody_from_the_first_message_on(string name)
    {
        _world.GivenZone("bl.example", "192.0.2.7").Dns[$"{name}.bl.example", DnsType.A] = ["127.0.0.2"];

        Assert.Equal(CheckOutcome.Abstain, (await _world.AskAsync("bl.example")).Outcome);
        Assert.StartsWith("bl.example is suspended, because it lists 127.0.0.1", (await _world.AskAsync("bl.example")).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suspended_zone_is_not_asked_about_clients()
    {
        _world.GivenZone("bl.example").GivenAnswer("bl.example", "192.0.2.7", "127.255.255.254");
        await _world.AskAsync("bl.example");
        _world.Dns.Questions.Clear();

        await _world.AskAsync("bl.example", "192.0.2.8");

        Assert.Empty(_world.Dns.Questions);
    }

    [Fact]
    public async Task The_other_zones_still_count()
    {
        _world.GivenZone("good.example", "192.0.2.7").GivenAnswer("bad.example", "192.0.2.7", "127.255.255.254");

        var result = await _world.AskAsync("bad.example\ngood.example");

        Assert.Equal("IP listed in DNS blacklist good.example", result.Detail);
        Assert.Contains("bad.example is suspended, because it answers 127.255.255.254", result.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_zone_that_goes_bad_is_found_by_the_clock_and_taken_back_in_when_it_is_well()
    {
        _world.GivenZone("bl.example", "192.0.2.7");
        Assert.Equal(CheckOutcome.Refuse, (await _world.AskAsync("bl.example")).Outcome);

        _world.Dns["1.0.0.127.bl.example", DnsType.A] = ["127.0.0.2"];
        await _world.WaitAsync(TimeSpan.FromMinutes(61));
        Assert.Equal(CheckOutcome.Abstain, (await _world.AskAsync("bl.example")).Outcome);

        _world.Dns["1.0.0.127.bl.example", DnsType.A] = [];
        await _world.WaitAsync(TimeSpan.FromMinutes(6));
        Assert.Equal(CheckOutcome.Refuse, (await _world.AskAsync("bl.example")).Outcome);
        Assert.Empty(_world.Watch.Notices);
        Assert.Equal(["Warning", "Information"], _world.Log.Lines.Select(line => line.Split(' ')[0]));
    }

    [Fact]
    public async Task Silence_takes_no_suspension_back()
    {
        _world.GivenZone("bl.example").GivenAnswer("bl.example", "192.0.2.7", "127.255.255.254");
        await _world.AskAsync("bl.example");

        _world.Dns.Fail("2.0.0.127.bl.example", DnsType.A);
        _world.Dns.Fail("1.0.0.127.bl.example", DnsType.A);
        await _world.WaitAsync(TimeSpan.FromMinutes(6));

        Assert.Contains("suspended", Assert.Single(_world.Watch.Notices).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lasting_fault_is_logged_once()
    {
        _world.GivenAnswer("bl.example", "127.0.0.2", "127.255.255.254");

        for (var hour = 0; hour < 10; hour++)
        {
            await _world.AskAsync("bl.example");
            await _world.WaitAsync(TimeSpan.FromHours(1));
        }

        Assert.Single(_world.Log.Lines);
    }

    [Fact]
    public async Task A_list_without_a_test_entry_is_used_and_looks_dead_until_it_lists_somebody()
    {
        _world.GivenAnswer("own.example", "192.0.2.7", "127.0.0.2");

        await _world.AskAsync("own.example", "192.0.2.8");
        Assert.Contains("looks dead", Assert.Single(_world.Watch.Notices).Text, StringComparison.Ordinal);

        Assert.Equal(CheckOutcome.Refuse, (await _world.AskAsync("own.example")).Outcome);
        Assert.Empty(_world.Watch.Notices);
    }

    [Fact]
    public async Task A_zone_whose_servers_are_silent_is_told_and_tested_again_soon()
    {
        var silent = true;
        using var world = new BlocklistWorld(new BesideDns(_world.GivenZone("bl.example").Dns, name => silent ? new(DnsAnswer.TemporaryFailure) : null));
        await world.AskAsync("bl.example");
        Assert.Contains("do not answer", Assert.Single(world.Watch.Notices).Text, StringComparison.Ordinal);

        silent = false;
        await world.WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Empty(world.Watch.Notices);
    }

    [Fact]
    public async Task A_listing_waits_for_the_zones_first_test()
    {
        var test = new TaskCompletionSource<DnsAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var world = new BlocklistWorld(new BesideDns(
            _world.GivenZone("bl.example", "192.0.2.7").Dns, name => name == "1.0.0.127.bl.example" ? new(test.Task) : null));
        var asked = world.AskAsync("bl.example");
        Assert.False(asked.IsCompleted);

        test.SetResult(DnsAnswer.Found(new AddressRecord(IPAddress.Parse("127.0.0.2"))));

        Assert.Equal(CheckOutcome.Abstain, (await asked).Outcome);
    }

    [Fact]
    public async Task A_client_that_is_not_listed_does_not_wait_for_it()
    {
        var never = new TaskCompletionSource<DnsAnswer>();
        using var world = new BlocklistWorld(new BesideDns(_world.GivenZone("bl.example").Dns, name => name == "1.0.0.127.bl.example" ? new(never.Task) : null));

        Assert.Equal(CheckOutcome.Pass, (await world.AskAsync("bl.example")).Outcome);
    }

    [Fact]
    public async Task A_zone_that_left_the_files_is_forgotten_with_its_notice()
    {
        await _world.GivenAnswer("gone.example", "192.0.2.7", "127.255.255.254").AskAsync("gone.example");

        await _world.WaitAsync(TimeSpan.FromHours(3));

        Assert.Equal((0, 0), (_world.Watch.Count, _world.Watch.Notices.Count));
    }

    [Fact]
    public async Task However_many_zones_there_are_memory_is_bounded()
    {
        for (var file = 0; file < 20; file++)
        {
            await _world.AskAsync(string.Concat(Enumerable.Range(0, 60).Select(zone => $"z{zone}.f{file}.example\n")));
        }

        Assert.Equal(BlocklistWatch.MostZones, _world.Watch.Count);
        Assert.InRange(_world.Watch.Notices.Count, 1, BlocklistWatch.MostZones);
    }

    /// <summary>DNS, except where the test answers itself.</summary>
    private sealed class BesideDns(IDnsResolver dns, Func<string, ValueTask<DnsAnswer>?> instead) : IDnsResolver
    {
        public ValueTask<DnsAnswer> QueryAsync(string name, DnsType type, CancellationToken ct = default) => instead(name) ?? dns.QueryAsync(name, type, ct);
    }
}
