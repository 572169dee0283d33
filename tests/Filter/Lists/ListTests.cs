using MsLite.Mail.Dns;

namespace MsLite.Filter.Tests.Lists;

public sealed class ListTests : IDisposable
{
    private readonly PolicyWorld _world = new();

    public ListTests() => _world.Given("example.com/users/valid/bob");

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("ips/192.0.2.7", "IP address 192.0.2.7 locally blacklisted")]
    [InlineData("ips/192.0.2.0_24", "IP address 192.0.2.7 locally blacklisted")]
    [InlineData("ips/192.1.0.0_8", null)]
    [InlineData("ips/0.0.0.0_0", "IP address 192.0.2.7 locally blacklisted")]
    [InlineData("ips/192.0.2.7_32", "IP address 192.0.2.7 locally blacklisted")]
    [InlineData("ips/192.0.2.7_24", null)]
    [InlineData("ips/192.0.2.8", null)]
    [InlineData("hosts/mail.spam.ph", "Hostname mail.spam.ph locally blacklisted")]
    [InlineData("hosts/spam.ph", null)]
    [InlineData("senders/ann@sub.example.net", "Mail not accepted, sender ann@sub.example.net.")]
    [InlineData("senders/sub.example.net", null)]
    [InlineData("domains/sub.example.net", "Mail not accepted, domain sub.example.net.")]
    [InlineData("domains/example.net", null)]
    [InlineData("tld/ph", "Blacklisted TLD: ph")]
    [InlineData("tld/.ph", "Blacklisted TLD: ph")]
    [InlineData("tld/net", null)]
    public async Task Blacklists_refuse_with_their_reason(string entry, string? reason)
    {
        foreach (var scope in new[] { "example.com", "_global_" })
        {
            _world.Given($"{scope}/blacklisted/{entry}");

            var verdict = await _world.JudgeAsync("bob@example.com", "Ann@Sub.Example.net", host: "Mail.Spam.ph.");

            Assert.Equal(reason is null ? VerdictKind.Deliver : VerdictKind.Refuse, verdict.Kind);
            if (reason is not null)
            {
                Assert.Equal(reason, verdict.Reason);
                Assert.Equal($"{scope}/blacklisted/{entry}", verdict.File);
                Assert.Equal($"blacklisted/{entry.Split('/')[0]}", verdict.Blocker);
            }

            _world.Tree.Delete($"srv/{scope}/blacklisted");
        }
    }

    [Theory]
    [InlineData("ips/192.0.2.7")]
    [InlineData("ips/192.0.2.0_24")]
    [InlineData("senders/ann@sub.example.net")]
    [InlineData("domains/sub.example.net")]
    [InlineData("recipients/bob")]
    [InlineData("recipients/bob@example.com")]
    public async Task Whitelists_deliver_whatever_the_rest_says(string entry)
    {
        _world.Given("example.com/users/invalid/bob", "example.com/blacklisted/ips/192.0.2.7", "_global_/blacklisted/domains/sub.example.net");
        foreach (var scope in new[] { "example.com", "_global_" })
        {
            _world.Given($"{scope}/whitelisted/{entry}");

            var verdict = await _world.JudgeAsync("Bob@example.com", "Ann@Sub.Example.net");

            Assert.Equal((VerdictKind.Deliver, $"whitelisted/{entry.Split('/')[0]}"), (verdict.Kind, verdict.Blocker));
            Assert.Equal($"{scope}/whitelisted/{entry}", verdict.File);
            Assert.Equal(TraceResult.Deliver, verdict.Trace[^1].Result);
            _world.Tree.Delete($"srv/{scope}/whitelisted");
        }
    }

    [Theory]
    [InlineData("2001:db8::7", "2001:db8::7")]
    [InlineData("2001:0DB8:0:0:0::7", "2001:db8::7")]
    [InlineData("2001:db8::7", "2001:db8::_32")]
    [InlineData("2001:db8::7", "2001:db8::_128", false)]
    [InlineData("2001:db8::7", "::_0")]
    [InlineData("2001:db8:1::7", "2001:db8::_33")]
    [InlineData("2001:db8:8000::7", "2001:db8::_33", false)]
    [InlineData("::ffff:192.0.2.7", "192.0.2.7")]
    [InlineData("::ffff:192.0.2.7", "192.0.2.0_25")]
    public async Task Addresses_are_looked_up_in_canonical_form(string ip, string entry, bool listed = true)
    {
        _world.Given($"example.com/blacklisted/ips/{entry}");

        var verdict = await _world.JudgeAsync("bob@example.com", ip: ip);

        Assert.Equal(listed ? VerdictKind.Refuse : VerdictKind.Deliver, verdict.Kind);
    }

    [Fact]
    public async Task The_null_return_path_is_on_no_list()
    {
        _world.Given("example.com/blacklisted/senders/x", "example.com/blacklisted/domains/x");

        Assert.Equal(VerdictKind.Deliver, (await _world.JudgeAsync("bob@example.com", from: "")).Kind);
    }

    [Fact]
    public async Task A_client_without_reverse_name_is_called_unknown()
    {
        _world.Given("example.com/blacklisted/hosts/unknown");
        Assert.Equal("Hostname unknown locally blacklisted", (await _world.JudgeAsync("bob@example.com", host: "")).Reason);

        _world.Tree.Delete("srv/example.com/blacklisted/hosts/unknown");
        _world.Given("_global_/blacklisted/tld/unknown");
        Assert.Equal("Blacklisted TLD: unknown", (await _world.JudgeAsync("bob@example.com", host: "")).Reason);
    }

    [Fact]
    public async Task A_name_that_is_not_known_yet_is_not_compared()
    {
        _world.Given("example.com/blacklisted/hosts/unknown", "example.com/blacklisted/tld/unknown");
        _world.Dns.Fail("7.2.0.192.in-addr.arpa");

        var verdict = await _world.JudgeAsync("bob@example.com", host: null);

        Assert.Equal(VerdictKind.Deliver, verdict.Kind);
        Assert.Equal(["blacklisted/hosts", "blacklisted/tld"], verdict.Trace.Where(entry => entry.Result == TraceResult.Abstain).Select(entry => entry.Rung));
    }

    [Fact]
    public async Task A_name_found_in_dns_is_compared()
    {
        _world.Given("example.com/blacklisted/hosts/mail.spam.example");
        _world.Dns["192.0.2.7", DnsType.Ptr] = ["Mail.Spam.Example"];

        var verdict = await _world.JudgeAsync("bob@example.com", host: null);

        Assert.Equal("Hostname mail.spam.example locally blacklisted", verdict.Reason);
    }

    [Fact]
    public async Task A_client_without_a_name_in_dns_is_called_unknown()
    {
        _world.Given("example.com/blacklisted/tld/unknown");

        var verdict = await _world.JudgeAsync("bob@example.com", host: null);

        Assert.Equal("Blacklisted TLD: unknown", verdict.Reason);
    }

    [Fact]
    public async Task The_host_wide_directory_refuses_for_every_domain()
    {
        _world.Tree.Touch("blacklist.d/192.0.2.7");

        var verdict = await _world.JudgeAsync("bob@example.com");

        Assert.Equal(("IP address 192.0.2.7 locally blacklisted", "blacklisted/ips"), (verdict.Reason, verdict.Blocker));
        Assert.Equal(_world.Tree.Path("blacklist.d/192.0.2.7"), verdict.File);
    }

    [Fact]
    public async Task A_blacklist_entry_may_bring_its_own_words()
    {
        _world.GivenFile("example.com/blacklisted/senders/ann@example.net", "reply: Please telephone.\u0007\r\n");

        Assert.Equal("Please telephone.\\u0007", (await _world.JudgeAsync("bob@example.com")).Reason);
    }

    [Fact]
    public async Task Expired_entries_and_entries_to_come_are_told_apart()
    {
        _world.GivenFile("example.com/blacklisted/senders/ann@example.net", "until: 2026-06-15");
        Assert.Equal(VerdictKind.Refuse, (await _world.JudgeAsync("bob@example.com")).Kind);

        _world.Clock.Advance(TimeSpan.FromHours(12));
        Assert.Equal(VerdictKind.Deliver, (await _world.JudgeAsync("bob@example.com")).Kind);
    }

    [Theory]
    [InlineData("../../x@example.net")]
    [InlineData("x/../ann@example.net")]
    [InlineData("..@..")]
    [InlineData("ann@.")]
    public async Task A_path_in_the_return_path_matches_nothing(string from)
    {
        _world.Given("example.com/blacklisted/senders/ann@example.net", "example.com/blacklisted/domains/", "x@example.net");

        Assert.Equal(VerdictKind.Deliver, (await _world.JudgeAsync("bob@example.com", from)).Kind);
    }

    [Fact]
    public async Task The_domains_lists_are_asked_before_the_global_ones()
    {
        _world.Given("example.com/blacklisted/domains/example.net", "_global_/blacklisted/ips/192.0.2.7");
        _world.Tree.Touch("blacklist.d/192.0.2.7");

        Assert.Equal("example.com/blacklisted/domains/example.net", (await _world.JudgeAsync("bob@example.com")).File);
    }

    [Fact]
    public async Task The_trace_names_the_global_lists_where_there_are_any()
    {
        _world.Given("_global_/whitelisted/", "_global_/blacklisted/");

        var verdict = await _world.JudgeAsync("bob@example.com", host: "mail.example.net");

        Assert.Equal(
            ["whitelisted/ips", "whitelisted/senders", "whitelisted/domains", "whitelisted/recipients", "blacklisted/ips", "blacklisted/hosts", "blacklisted/senders", "blacklisted/domains", "blacklisted/tld"],
            verdict.Trace.Where(entry => entry.Detail == "_global_").Select(entry => entry.Rung));
        Assert.Equal(19, verdict.Trace.Count);
    }

    [Fact]
    public async Task The_trace_shows_every_rung_asked_in_order()
    {
        var verdict = await _world.JudgeAsync("bob@example.com", host: "mail.example.net");

        Assert.Equal(
            [
                "whitelisted/ips 192.0.2.7", "whitelisted/senders ann@example.net", "whitelisted/domains example.net", "whitelisted/recipients bob@example.com",
                "blacklisted/ips 192.0.2.7", "blacklisted/hosts mail.example.net", "blacklisted/senders ann@example.net", "blacklisted/domains example.net", "blacklisted/tld net",
                "users bob@example.com",
            ],
            verdict.Trace.Select(entry => $"{entry.Rung} {entry.Value}"));
        Assert.All(verdict.Trace, entry => Assert.Equal(TraceResult.Pass, entry.Result));
        Assert.All(verdict.Trace, entry => Assert.InRange(entry.Ms, 0, 5000));
    }
}
