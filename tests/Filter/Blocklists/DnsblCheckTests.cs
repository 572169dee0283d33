using System.Diagnostics.Metrics;
using MsLite.Filter.Checks;
using MsLite.Mail.Dns;

namespace MsLite.Filter.Tests.Blocklists;

public sealed class DnsblCheckTests : IDisposable
{
    private readonly BlocklistWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Refuses_a_listed_client_and_names_the_zone()
    {
        var result = await _world.GivenZone("bl.example", "192.0.2.7").AskAsync("bl.example");

        Assert.Equal((CheckOutcome.Refuse, "IP listed in DNS blacklist bl.example", "192.0.2.7"), (result.Outcome, result.Detail, result.Value));
        Assert.Equal("bl.example answers 127.0.0.2", result.Evidence);
    }

    [Fact]
    public async Task Passes_a_client_that_is_not_listed()
    {
        var result = await _world.GivenZone("bl.example", "192.0.2.8").AskAsync("bl.example");

        Assert.Equal((CheckOutcome.Pass, "bl.example has no entry"), (result.Outcome, result.Detail));
    }

    [Theory]
    [InlineData("2001:db8::7", "7.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.bl.example")]
    [InlineData("::ffff:192.0.2.7", "7.2.0.192.bl.example")]
    public async Task Asks_by_the_name_of_the_clients_family(string client, string name)
    {
        _world.GivenZone("bl.example").Dns[name, DnsType.A] = ["127.0.0.2"];

        Assert.Equal(CheckOutcome.Refuse, (await _world.AskAsync("bl.example", client)).Outcome);
    }

    [Fact]
    public async Task A_list_of_ipv6_alone_is_well_by_its_own_test_entry()
    {
        _world.Dns["2.0.0.0.0.0.f.7.f.f.f.f.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.bl6.example", DnsType.A] = ["127.0.0.2"];

        await _world.AskAsync("bl6.example", "2001:db8::7");

        Assert.Empty(_world.Watch.Notices);
    }

    [Fact]
    public async Task The_first_zone_of_the_file_that_lists_the_client_gives_the_reason()
    {
        _world.GivenZone("a.example").GivenZone("b.example", "192.0.2.7").GivenZone("c.example", "192.0.2.7");

        var result = await _world.AskAsync("# ours\na.example\nb.example\nc.example\n");

        Assert.Equal("IP listed in DNS blacklist b.example", result.Detail);
        Assert.Equal("a.example has no entry; b.example answers 127.0.0.2", result.Evidence);
    }

    [Theory]
    [InlineData("bl.example", "127.0.0.10", true)]
    [InlineData("bl.example 127.0.0.2 127.0.0.3", "127.0.0.3", true)]
    [InlineData("bl.example 127.0.0.2,127.0.0.3", "127.0.0.10", false)]
    [InlineData("bl.example 127.0.0.2", "127.0.0.10 127.0.0.2", true)]
    [InlineData("bl.example", "127.1.2.3", true)]
    [InlineData("bl.example", "127.255.254.1", true)]
    public async Task Only_accepted_return_codes_count(string line, string codes, bool refused)
    {
        _world.GivenZone("bl.example").GivenAnswer("bl.example", "192.0.2.7", codes.Split(' '));

        Assert.Equal(refused ? CheckOutcome.Refuse : CheckOutcome.Pass, (await _world.AskAsync(line)).Outcome);
        Assert.Empty(_world.Watch.Notices);
    }

    [Fact]
    public async Task A_code_that_does_not_count_is_told_in_the_trace()
    {
        _world.GivenZone("bl.example").GivenAnswer("bl.example", "192.0.2.7", "127.0.0.10");

        Assert.Equal("bl.example answers 127.0.0.10, which its line does not accept", (await _world.AskAsync("bl.example 127.0.0.2")).Detail);
    }

    [Fact]
    public async Task The_zones_own_words_stand_in_the_evidence_without_control_characters()
    {
        _world.GivenZone("bl.example", "192.0.2.7").Dns["7.2.0.192.bl.example", DnsType.Txt] = ["see https://bl.example/\r\n250 ok\u001b[2J" + new string('x', 2000)];

        var result = await _world.AskAsync("bl.example");

        Assert.Equal("IP listed in DNS blacklist bl.example", result.Detail);
        Assert.Contains("\"see https://bl.example/\\u000D\\u000A250 ok\\u001B[2Jxxx", result.Evidence, StringComparison.Ordinal);
        Assert.InRange(result.Evidence.Length, 300, 400);
    }

    [Fact]
    public async Task The_zones_words_are_asked_for_only_where_it_lists_the_client()
    {
        await _world.GivenZone("bl.example").AskAsync("bl.example");

        Assert.DoesNotContain(_world.Dns.Questions, question => question.Type == DnsType.Txt);
    }

    [Fact]
    public async Task A_zone_that_does_not_answer_is_passed_over()
    {
        _world.GivenZone("up.example").Dns.Fail("7.2.0.192.down.example");

        var result = await _world.AskAsync("down.example\nup.example");

        Assert.Equal((CheckOutcome.Pass, "down.example did not answer; up.example has no entry"), (result.Outcome, result.Detail));
    }

    [Fact]
    public async Task When_no_zone_answers_the_check_abstains()
    {
        _world.Dns.Fail("7.2.0.192.a.example");
        _world.Dns.Fail("7.2.0.192.b.example");

        var result = await _world.AskAsync("a.example\nb.example");

        Assert.Equal((CheckOutcome.Abstain, "a.example did not answer; b.example did not answer"), (result.Outcome, result.Detail));
    }

    [Fact]
    public async Task A_zone_that_lists_the_client_counts_whatever_the_others_do()
    {
        _world.GivenZone("up.example", "192.0.2.7").Dns.Fail("7.2.0.192.down.example");

        Assert.Equal("IP listed in DNS blacklist up.example", (await _world.AskAsync("down.example\nup.example")).Detail);
    }

    [Fact]
    public async Task A_file_without_zones_refuses_nobody() => Assert.Equal(CheckOutcome.Pass, (await _world.AskAsync("# none yet\n")).Outcome);

    [Fact]
    public async Task Answers_are_counted_by_zone()
    {
        var counted = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "mslite.dnsbl.answers")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) => counted.Add(string.Join(' ', tags.ToArray().Select(tag => tag.Value))));
        listener.Start();
        _world.GivenZone("counted-a.example").GivenZone("counted-b.example", "192.0.2.7");

        await _world.AskAsync("counted-a.example\ncounted-b.example");

        Assert.Superset(new HashSet<string> { "counted-a.example clear", "counted-b.example listed" }, counted.ToHashSet());
    }
}
