using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MsLite.Harness;
using MsLite.Mail.Dns;

namespace MsLite.Mail.Tests.Dns;

/// <summary>The name server that other tests rely on, asked by our resolver, by dig, and by somebody who talks nonsense.</summary>
public sealed class NameServerTests
{
    private static readonly string s_key = "v=DKIM1; p=" + new string('A', 700);

    private static FakeDns Data => new()
    {
        ["mail.test", DnsType.A] = ["192.0.2.1", "192.0.2.2"],
        ["mail.test", DnsType.Aaaa] = ["2001:db8::1"],
        ["mail.test", DnsType.Mx] = ["10 mail.test", "20 other.test"],
        ["key.test", DnsType.Txt] = [s_key],
        ["many.test", DnsType.Txt] = [.. Enumerable.Range(0, 20).Select(i => $"{i} {new string('x', 200)}")],
        ["one.test", DnsType.Cname] = ["two.test"],
        ["two.test", DnsType.Cname] = ["mail.test"],
        ["round.test", DnsType.Cname] = ["round.test"],
        ["192.0.2.7", DnsType.Ptr] = ["mail.test"],
        ["2001:db8::7", DnsType.Ptr] = ["mail.test"],
    };

    [Fact]
    public async Task Gives_every_type_to_our_resolver()
    {
        await using var server = new NameServer(Data);
        using var dns = Resolver(server);

        Assert.Equal(["192.0.2.1", "192.0.2.2"], (await dns.QueryAsync("mail.test", DnsType.A)).Addresses.Select(one => one.ToString()));
        Assert.Equal("2001:db8::1", (await dns.QueryAsync("Mail.Test.", DnsType.Aaaa)).Addresses.Single().ToString());
        Assert.Equal(["10 mail.test", "20 other.test"], (await dns.QueryAsync("mail.test", DnsType.Mx)).Exchangers.Select(one => one.ToString()));
        Assert.Equal(s_key, (await dns.QueryAsync("key.test", DnsType.Txt)).Texts.Single());
        Assert.Equal("mail.test", (await dns.ReverseAsync(IPAddress.Parse("192.0.2.7"))).Names.Single());
        Assert.Equal("mail.test", (await dns.ReverseAsync(IPAddress.Parse("2001:db8::7"))).Names.Single());
        Assert.Equal(2, (await dns.QueryAsync("one.test", DnsType.A)).Records.Count);
    }

    [Fact]
    public async Task Sends_what_does_not_fit_into_a_datagram_by_TCP()
    {
        await using var server = new NameServer(Data);
        using var dns = Resolver(server);

        Assert.Equal(20, (await dns.QueryAsync("many.test", DnsType.Txt)).Texts.Count());
        Assert.Equal(2, server.Questions);
    }

    [Fact]
    public async Task Tells_apart_what_is_not_there_and_what_fails()
    {
        await using var server = new NameServer(Data);
        server.Data.Fail("broken.test");
        using var dns = Resolver(server);

        Assert.Equal(DnsStatus.NoSuchName, (await dns.QueryAsync("gone.test", DnsType.A)).Status);
        Assert.Equal(DnsStatus.NoData, (await dns.QueryAsync("key.test", DnsType.A)).Status);
        Assert.Equal(DnsStatus.NoData, (await dns.QueryAsync("one.test", DnsType.Txt)).Status);
        Assert.Equal(DnsStatus.TemporaryFailure, (await dns.QueryAsync("broken.test", DnsType.A)).Status);
        Assert.Equal(DnsStatus.TemporaryFailure, (await dns.QueryAsync("round.test", DnsType.A)).Status);
    }

    [Fact]
    public async Task Names_every_address_that_the_data_do_not_mention_where_it_is_told_to()
    {
        await using var server = new NameServer(Data) { NameOfClients = "client.test" };
        server.Forget(ReverseName.ForPtr(IPAddress.Parse("192.0.2.9")));
        using var dns = Resolver(server);

        Assert.Equal("client.test", (await dns.ReverseAsync(IPAddress.Parse("192.0.2.8"))).Names.Single());
        Assert.Equal("client.test", (await dns.ReverseAsync(IPAddress.Parse("2001:db8::8"))).Names.Single());
        Assert.Equal("mail.test", (await dns.ReverseAsync(IPAddress.Parse("192.0.2.7"))).Names.Single());
        Assert.Equal(DnsStatus.NoSuchName, (await dns.ReverseAsync(IPAddress.Parse("192.0.2.9"))).Status);
        Assert.Equal(DnsStatus.NoSuchName, (await dns.QueryAsync("gone.test", DnsType.Ptr)).Status);
    }

    [Fact]
    public async Task Is_silent_about_one_name_and_slow_about_another_without_holding_up_a_third()
    {
        await using var server = new NameServer(Data);
        server.Delay("mail.test", Timeout.InfiniteTimeSpan);
        server.Delay("two.test", TimeSpan.FromMilliseconds(300));
        using var dns = Resolver(server, attempt: TimeSpan.FromSeconds(1.5));
        var clock = Stopwatch.StartNew();

        var silent = dns.QueryAsync("mail.test", DnsType.A).AsTask();
        var slow = dns.QueryAsync("two.test", DnsType.Cname).AsTask();
        Assert.True((await dns.QueryAsync("key.test", DnsType.Txt)).IsFound);
        Assert.False(silent.IsCompleted);
        Assert.True((await slow).IsFound);
        Assert.InRange(clock.Elapsed, Nearly(300), TimeSpan.MaxValue);
        Assert.Equal(DnsStatus.TemporaryFailure, (await silent).Status);
    }

    [Fact]
    public async Task Is_silent_altogether_while_it_should_be()
    {
        await using var server = new NameServer(Data) { Silent = true };
        using var dns = Resolver(server, attempt: TimeSpan.FromMilliseconds(200));

        Assert.Equal(DnsStatus.TemporaryFailure, (await dns.QueryAsync("mail.test", DnsType.A)).Status);
        Assert.InRange(server.Questions, 1, 2);
    }

    [Fact]
    public async Task Outlives_nonsense_and_connections_that_are_cut_off()
    {
        await using var server = new NameServer(Data);
        using (var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp))
        {
            await socket.SendToAsync(Array.Empty<byte>(), server.Address);
            await socket.SendToAsync(Enumerable.Repeat((byte)0xC0, 40).ToArray(), server.Address);
        }

        using (var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            await socket.ConnectAsync(server.Address);
            await socket.SendAsync("\xFF\xFFxyz"u8.ToArray());
        }

        using var dns = Resolver(server);
        Assert.True((await dns.QueryAsync("mail.test", DnsType.A)).IsFound);
        Assert.Equal(20, (await dns.QueryAsync("many.test", DnsType.Txt)).Texts.Count());
    }

    [Fact]
    public async Task Told_anew_it_waits_as_long_as_an_answer_that_has_changed_may_be_kept()
    {
        await using var server = new NameServer(Data);
        using var dns = Resolver(server);
        var clock = Stopwatch.StartNew();
        await dns.QueryAsync("mail.test", DnsType.A);

        await server.StartAnewAsync([], TimeSpan.FromMilliseconds(400), _ => true);

        Assert.InRange(clock.Elapsed, Nearly(400), TimeSpan.MaxValue);
        using var another = Resolver(server);
        Assert.Equal(DnsStatus.NoSuchName, (await another.QueryAsync("mail.test", DnsType.A)).Status);
    }

    [Fact]
    public async Task Told_anew_it_waits_neither_for_what_is_as_before_nor_for_what_does_not_matter()
    {
        await using var server = new NameServer(Data);
        using var dns = Resolver(server);
        await dns.QueryAsync("key.test", DnsType.Txt);
        await dns.QueryAsync("mail.test", DnsType.A);
        await dns.QueryAsync("gone.test", DnsType.A);

        var told = server.StartAnewAsync([anew => anew.Data.Add("key.test", DnsType.Txt, s_key)], TimeSpan.FromHours(1), name => name != "mail.test");

        await told.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [ToolFact("dig")]
    public async Task Agrees_with_dig()
    {
        await using var server = new NameServer(Data);

        Assert.Contains("192.0.2.1\n192.0.2.2\n", await DigAsync(server, "+short", "mail.test", "A"), StringComparison.Ordinal);
        Assert.Contains("two.test.\nmail.test.\n192.0.2.1\n", await DigAsync(server, "+short", "one.test", "A"), StringComparison.Ordinal);
        Assert.Contains("mail.test.\n", await DigAsync(server, "+short", "-x", "2001:db8::7"), StringComparison.Ordinal);
        Assert.Contains("status: NXDOMAIN", await DigAsync(server, "gone.test", "MX"), StringComparison.Ordinal);
        Assert.Contains("status: NOERROR", await DigAsync(server, "key.test", "MX"), StringComparison.Ordinal);
        var many = await DigAsync(server, "many.test", "TXT");
        Assert.Contains("ANSWER: 20,", many, StringComparison.Ordinal);
        Assert.Contains("(TCP)", many, StringComparison.Ordinal);
        Assert.DoesNotContain("WARNING", many, StringComparison.Ordinal);
    }

    private static async Task<string> DigAsync(NameServer server, params string[] words)
    {
        await using var dig = await ChildProcess.StartAsync(Tool.Find("dig")!, ["@127.0.0.1", "-p", $"{server.Address.Port}", "+tries=1", .. words]);
        await dig.WaitForExitAsync();
        return dig.Output;
    }

    /// <summary>A timer may go off a tick before a stopwatch says so; what did not wait at all is far below.</summary>
    private static TimeSpan Nearly(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds * 0.8);

    private static DnsResolver Resolver(NameServer server, TimeSpan? attempt = null) =>
        new(new DnsResolverSettings { Servers = [server.Address], AttemptTime = attempt ?? TimeSpan.FromSeconds(20), QuestionTime = TimeSpan.FromSeconds(60) });
}
