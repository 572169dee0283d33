using System.Diagnostics;
using System.Net;
using MsLite.Harness;
using MsLite.Mail.Dns;

namespace MsLite.Mail.Tests.Dns;

public sealed class DnsResolverTests
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task Answers_and_remembers_for_as_long_as_the_TTL_says()
    {
        await using var server = FakeNameServer.Answering(reply => reply.A("mail.example", "192.0.2.1", ttl: 60));
        var clock = new ManualClock();
        using var dns = Resolver(clock, server.Address);

        Assert.Equal("192.0.2.1", (await dns.QueryAsync("Mail.Example.", DnsType.A)).Addresses.Single().ToString());
        clock.Advance(TimeSpan.FromSeconds(59));
        await dns.QueryAsync("mail.example", DnsType.A);
        Assert.Equal(1, server.Questions);
        clock.Advance(TimeSpan.FromSeconds(2));
        await dns.QueryAsync("mail.example", DnsType.A);
        Assert.Equal(2, server.Questions);
    }

    [Fact]
    public async Task Remembers_what_is_not_there()
    {
        await using var server = FakeNameServer.Answering(reply =>
        {
            reply.Code = 3;
            return reply.Soa("example", 300, 30);
        });
        var clock = new ManualClock();
        using var dns = Resolver(clock, server.Address);

        Assert.Equal(DnsStatus.NoSuchName, (await dns.QueryAsync("gone.example", DnsType.A)).Status);
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(DnsStatus.NoSuchName, (await dns.QueryAsync("gone.example", DnsType.A)).Status);
        Assert.Equal(1, server.Questions);
    }

    [Theory]
    [InlineData("two..dots")]
    [InlineData("")]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg.example")]
    public async Task Asks_nobody_about_what_is_no_name(string name)
    {
        await using var server = FakeNameServer.Answering(reply => reply);
        using var dns = Resolver(new ManualClock(), server.Address);

        Assert.Equal(DnsStatus.NoSuchName, (await dns.QueryAsync(name, DnsType.A)).Status);
        Assert.Equal(0, server.Questions);
    }

    [Fact]
    public async Task Asks_by_TCP_when_the_answer_was_cut()
    {
        await using var server = new FakeNameServer((question, tcp) =>
        {
            var reply = new WireReply(question);
            if (!tcp)
            {
                reply.Flags |= 0x0200;
                return [reply.Bytes];
            }

            return [reply.Txt("long.example", [.. Enumerable.Repeat(new string('x', 255), 100)]).Bytes];
        });
        using var dns = Resolver(new ManualClock(), server.Address);

        Assert.Equal(25500, (await dns.QueryAsync("long.example", DnsType.Txt)).Texts.Single().Length);
    }

    [Fact]
    public async Task Asks_without_EDNS_where_it_is_not_understood()
    {
        await using var server = new FakeNameServer((question, _) =>
        {
            var reply = new WireReply(question);
            reply.Code = question[11] == 1 ? 1 : 0;
            return [reply.A("old.example", "192.0.2.1").Bytes];
        });
        using var dns = Resolver(new ManualClock(), server.Address);

        Assert.True((await dns.QueryAsync("old.example", DnsType.A)).IsFound);
    }

    [Fact]
    public async Task Waits_for_the_right_answer_while_others_guess()
    {
        await using var server = new FakeNameServer((question, _) =>
        {
            var wrongId = new WireReply(question).A("mail.example", "192.0.2.66").Bytes;
            wrongId[0] ^= 0xFF;
            var wrongName = new WireReply(question).A("mail.example", "192.0.2.66").Bytes;
            wrongName[13] ^= 1;
            return [wrongId, wrongName, [], [1, 2, 3], new WireReply(question).A("mail.example", "192.0.2.1").Bytes];
        });
        using var dns = Resolver(new ManualClock(), server.Address);

        Assert.Equal("192.0.2.1", (await dns.QueryAsync("mail.example", DnsType.A)).Addresses.Single().ToString());
    }

    [Fact]
    public async Task Goes_on_to_the_next_server_and_prefers_the_one_that_answers()
    {
        await using var silent = new FakeNameServer((_, _) => []);
        await using var good = FakeNameServer.Answering(reply => reply.A("mail.example", "192.0.2.1").A("b.example", "192.0.2.2"));
        using var dns = new DnsResolver(new DnsResolverSettings { Servers = [silent.Address, good.Address], AttemptTime = TimeSpan.FromSeconds(2), QuestionTime = TimeSpan.FromSeconds(20) });

        Assert.True((await dns.QueryAsync("mail.example", DnsType.A)).IsFound);
        Assert.True((await dns.QueryAsync("b.example", DnsType.A)).IsFound);
        Assert.Equal(1, silent.Questions);
    }

    [Fact]
    public async Task Other_servers_are_asked_anew_for_what_those_before_had_said()
    {
        await using var before = FakeNameServer.Answering(reply => reply.A("mail.example", "192.0.2.1"));
        await using var after = FakeNameServer.Answering(reply => reply.A("mail.example", "192.0.2.2"));
        using var dns = Resolver(new ManualClock(), before.Address);
        await dns.QueryAsync("mail.example", DnsType.A);

        dns.Ask([after.Address]);

        Assert.Equal("192.0.2.2", (await dns.QueryAsync("mail.example", DnsType.A)).Addresses.Single().ToString());
        Assert.Equal((after.Address, 1), (Assert.Single(dns.Servers).Address, before.Questions));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public async Task A_server_that_cannot_or_will_not_is_a_temporary_failure_kept_for_a_moment(int code)
    {
        await using var server = FakeNameServer.Answering(reply =>
        {
            reply.Code = code;
            return reply;
        });
        var clock = new ManualClock();
        using var dns = Resolver(clock, server.Address);

        Assert.Equal(DnsStatus.TemporaryFailure, (await dns.QueryAsync("mail.example", DnsType.A)).Status);
        Assert.Equal(DnsStatus.TemporaryFailure, (await dns.QueryAsync("mail.example", DnsType.A)).Status);
        Assert.Equal(1, server.Questions);
        clock.Advance(TimeSpan.FromSeconds(11));
        await dns.QueryAsync("mail.example", DnsType.A);
        Assert.Equal(2, server.Questions);
    }

    [Fact]
    public async Task Silence_costs_the_time_of_one_question_and_no_more()
    {
        await using var silent = new FakeNameServer((_, _) => []);
        using var dns = new DnsResolver(new DnsResolverSettings { Servers = [silent.Address], AttemptTime = TimeSpan.FromSeconds(1), QuestionTime = s_short });
        var started = Stopwatch.GetTimestamp();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => dns.QueryAsync($"m{i}.example", DnsType.A).AsTask()));

        Assert.All(answers, answer => Assert.Equal(DnsStatus.TemporaryFailure, answer.Status));
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Nobody_listening_and_no_server_at_all_are_temporary_failures()
    {
        var closed = new FakeNameServer((_, _) => []);
        var address = closed.Address;
        await closed.DisposeAsync();
        using var dns = Resolver(new ManualClock(), address);
        using var alone = Resolver(new ManualClock());

        Assert.Equal(DnsStatus.TemporaryFailure, (await dns.QueryAsync("mail.example", DnsType.A)).Status);
        Assert.Equal(DnsStatus.TemporaryFailure, (await alone.QueryAsync("mail.example", DnsType.A)).Status);
    }

    [Fact]
    public async Task The_same_question_at_one_time_is_asked_once()
    {
        using var gate = new ManualResetEventSlim();
        await using var server = new FakeNameServer((question, _) =>
        {
            gate.Wait();
            return [new WireReply(question).A("mail.example", "192.0.2.1").Bytes];
        });
        using var dns = new DnsResolver(new DnsResolverSettings { Servers = [server.Address], AttemptTime = TimeSpan.FromSeconds(30), QuestionTime = TimeSpan.FromSeconds(30) });
        using var cancelled = new CancellationTokenSource();
        var first = dns.QueryAsync("mail.example", DnsType.A, cancelled.Token).AsTask();
        var others = Enumerable.Range(0, 20).Select(_ => dns.QueryAsync("mail.example", DnsType.A).AsTask()).ToList();

        await cancelled.CancelAsync();
        gate.Set();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.All(await Task.WhenAll(others), answer => Assert.True(answer.IsFound));
        Assert.Equal(1, server.Questions);
    }

    [Fact]
    public async Task Follows_an_alias_that_the_server_left_open_and_ends_in_a_circle()
    {
        await using var server = new FakeNameServer((question, _) =>
        {
            var reply = new WireReply(question);
            return [(question[13] switch
            {
                (byte)'a' => reply.Cname("a.example", "b.example"),
                (byte)'b' => reply.A("b.example", "192.0.2.1"),
                (byte)'x' => reply.Cname("x.example", "y.example"),
                _ => reply.Cname("y.example", "x.example"),
            }).Bytes];
        });
        using var dns = Resolver(new ManualClock(), server.Address);

        Assert.Equal("192.0.2.1", (await dns.QueryAsync("a.example", DnsType.A)).Addresses.Single().ToString());
        Assert.Equal(DnsStatus.TemporaryFailure, (await dns.QueryAsync("x.example", DnsType.A)).Status);
    }

    [Fact]
    public void The_cache_forgets_rather_than_grow()
    {
        var cache = new DnsCache(new ManualClock(), size: 1 << 20);
        for (var i = 0; i < 20000; i++)
        {
            cache.Add($"n{i}.example", DnsType.Txt, DnsAnswer.Found(new TextRecord(new string('x', 200))), TimeSpan.FromHours(1));
        }

        Assert.InRange(cache.Count, 100, 1400);
        Assert.True(cache.TryGet("n19999.example", DnsType.Txt, out _));
        Assert.False(cache.TryGet("n0.example", DnsType.Txt, out _));
    }

    [Fact]
    public void Reads_resolv_conf_and_addresses_with_ports()
    {
        Assert.Equal(["192.0.2.53:53", "[2001:db8::53]:53"], DnsServers.FromResolvConf("# c\nnameserver 192.0.2.53\nsearch example\nnameserver\t2001:db8::53 \nnameserver nonsense\n").Select(one => one.ToString()));
        Assert.Equal(["127.0.0.1:53"], DnsServers.FromResolvConf("").Select(one => one.ToString()));
        Assert.True(DnsServers.TryParse("127.0.0.1:5353", out var server) && server.Port == 5353);
        Assert.True(DnsServers.TryParse("::1", out server) && server.Equals(new IPEndPoint(IPAddress.IPv6Loopback, 53)));
        Assert.False(DnsServers.TryParse("dns.example", out _));
    }

    private static DnsResolver Resolver(ManualClock clock, params IPEndPoint[] servers) =>
        new(new DnsResolverSettings { Servers = servers, AttemptTime = TimeSpan.FromSeconds(5), QuestionTime = TimeSpan.FromSeconds(20) }, clock);
}
