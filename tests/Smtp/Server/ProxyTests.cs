using MsLite.Smtp.Server;

namespace MsLite.Smtp.Tests.Server;

/// <summary>Who the client is, when a proxy stands between (PROXY protocol and XCLIENT).</summary>
public sealed class ProxyTests : IDisposable
{
    private const string Proxy = "192.0.2.50";
    private const string Signature = "\r\n\r\n\0\r\nQUIT\n";

    private readonly InMemoryServer _server = new(options => options.TrustedProxies = NetworkSet.Of("192.0.2.48/29"));

    public void Dispose() => _server.Dispose();

    [Theory]
    [InlineData("PROXY TCP4 203.0.113.9 192.0.2.1 40000 25\r\n", "203.0.113.9:40000 192.0.2.1:25 True")]
    [InlineData("PROXY TCP6 2001:db8::9 2001:db8::1 40000 25\r\n", "[2001:db8::9]:40000 [2001:db8::1]:25 True")]
    [InlineData("PROXY UNKNOWN\r\n", "192.0.2.50:40001 192.0.2.1:25 False")]
    [InlineData(Signature + "\x21\x11\0\x0c\xcb\0\x71\x09\xc0\0\x02\x01\x9c\x40\0\x19", "203.0.113.9:40000 192.0.2.1:25 True")]
    [InlineData(Signature + "\x20\0\0\0", "192.0.2.50:40001 192.0.2.1:25 False")]
    public async Task A_trusted_proxy_says_for_whom_it_speaks(string header, string expected)
    {
        var client = _server.Connect(Proxy);
        foreach (var c in header)
        {
            await client.SendAsync(c.ToString());
        }

        await client.GreetAsync();
        var host = Assert.Single(_server.Sessions.Sessions).Client;
        Assert.Equal(expected, $"{host.EndPoint} {host.LocalEndPoint} {host.Proxied}");
        Assert.False(host.EarlyTalker);
    }

    [Fact]
    public async Task A_trusted_proxy_may_speak_for_itself()
    {
        var client = _server.Connect(Proxy);
        Assert.Empty(_server.Sessions.Sessions);
        _server.Advance(SmtpLimits.Default.ProxyHeaderStart);
        await client.GreetAsync();
        Assert.Equal(Proxy, Assert.Single(_server.Sessions.Sessions).Client.Address.ToString());
    }

    [Fact]
    public async Task A_header_that_comes_after_the_greeting_still_counts()
    {
        var client = _server.Connect(Proxy);
        _server.Advance(SmtpLimits.Default.ProxyHeaderStart);
        Assert.StartsWith("220 ", await client.ReplyAsync(), StringComparison.Ordinal);
        Assert.StartsWith("250", await client.SayAsync("PROXY TCP4 203.0.113.9 192.0.2.1 40000 25\r\nEHLO c"), StringComparison.Ordinal);
        Assert.Equal("203.0.113.9", _server.Sessions.Sessions[^1].Client.Address.ToString());
        Assert.True(_server.Sessions.Sessions[0].Disposed);
        Assert.StartsWith("500 ", await client.SayAsync("PROXY TCP4 203.0.113.9 192.0.2.1 40000 25"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PROXY TCP4 nonsense\r\n")]
    [InlineData(Signature + "\x11\x11\0\0")]
    public async Task A_malformed_header_closes_the_connection(string header)
    {
        var client = _server.Connect(Proxy);
        await client.SendAsync(header);
        Assert.Empty(await client.RestAsync());
        Assert.Empty(_server.Sessions.Sessions);
    }

    [Fact]
    public async Task A_header_that_stops_in_its_middle_closes_the_connection()
    {
        var client = _server.Connect(Proxy);
        await client.SendAsync("PROXY TC");
        var taken = await _server.UntilClosedAsync(client, TimeSpan.FromSeconds(1));
        Assert.True(taken >= SmtpLimits.Default.ProxyHeader, $"It was closed after {taken}.");
        Assert.Empty(await client.RestAsync());
    }

    [Fact]
    public async Task From_a_stranger_PROXY_is_no_command()
    {
        var client = _server.Connect("203.0.113.77");
        Assert.StartsWith("220 ", await client.ReplyAsync(), StringComparison.Ordinal);
        Assert.Equal("500 5.5.1 Command not recognised", await client.SayAsync("PROXY TCP4 203.0.113.9 192.0.2.1 40000 25"));
        Assert.Equal("203.0.113.77", Assert.Single(_server.Sessions.Sessions).Client.Address.ToString());
    }

    [Fact]
    public async Task An_IPv4_client_of_an_IPv6_socket_is_an_IPv4_client()
    {
        var client = _server.Connect("::ffff:203.0.113.77");
        await client.GreetAsync();
        Assert.Equal("203.0.113.77", Assert.Single(_server.Sessions.Sessions).Client.Address.ToString());
    }

    [Fact]
    public async Task XCLIENT_makes_the_session_anew()
    {
        var client = await GreetAsProxyAsync();
        Assert.StartsWith("220 ", await client.SayAsync("XCLIENT NAME=spike.example.org ADDR=203.0.113.9 HELO=spike PROTO=ESMTP"), StringComparison.Ordinal);
        Assert.StartsWith("503 ", await client.SayAsync("MAIL FROM:<>"), StringComparison.Ordinal);
        Assert.Equal(2, _server.Sessions.Sessions.Count);
        Assert.True(_server.Sessions.Sessions[0].Disposed);
        var host = _server.Sessions.Sessions[1].Client;
        Assert.Equal(("203.0.113.9", "spike.example.org", "spike", true), (host.Address.ToString(), host.GivenName, host.HelloName, host.Proxied));
        Assert.Contains("XCLIENT NAME ADDR PORT PROTO HELO LOGIN DESTADDR DESTPORT", await client.SayAsync("EHLO c"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task XCLIENT_has_its_syntax_and_its_place()
    {
        var client = await GreetAsProxyAsync();
        Assert.StartsWith("501 5.5.4 ", await client.SayAsync("XCLIENT"), StringComparison.Ordinal);
        Assert.StartsWith("501 5.5.4 ", await client.SayAsync("XCLIENT COLOUR=red"), StringComparison.Ordinal);
        await client.SayAsync("MAIL FROM:<>");
        Assert.StartsWith("503 5.5.1 ", await client.SayAsync("XCLIENT ADDR=203.0.113.9"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_behind_a_trusted_proxy_is_not_itself_trusted()
    {
        var client = _server.Connect(Proxy);
        await client.SendAsync("PROXY TCP4 203.0.113.9 192.0.2.1 40000 25\r\n");
        Assert.DoesNotContain("XCLIENT", await client.GreetAsync(), StringComparison.Ordinal);
        Assert.StartsWith("550 5.7.0 ", await client.SayAsync("XCLIENT ADDR=198.51.100.7"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stranger_is_not_offered_XCLIENT()
    {
        var client = _server.Connect("203.0.113.77");
        Assert.DoesNotContain("XCLIENT", await client.GreetAsync(), StringComparison.Ordinal);
        Assert.StartsWith("550 5.7.0 ", await client.SayAsync("XCLIENT ADDR=198.51.100.7"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_speaks_before_the_greeting_is_noted()
    {
        var first = _server.Connect(Proxy);
        await first.SendAsync("EHLO c\r\n");
        Assert.StartsWith("220 ", await first.ReplyAsync(), StringComparison.Ordinal);
        Assert.True(_server.Sessions.Sessions[0].Client.EarlyTalker);

        var second = _server.Connect("203.0.113.77");
        await second.GreetAsync();
        Assert.False(_server.Sessions.Sessions[1].Client.EarlyTalker);
    }

    private async Task<TestClient> GreetAsProxyAsync()
    {
        var client = _server.Connect(Proxy);
        _server.Advance(SmtpLimits.Default.ProxyHeaderStart);
        await client.GreetAsync();
        return client;
    }
}
