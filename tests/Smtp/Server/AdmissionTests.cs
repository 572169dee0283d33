using MsLite.Smtp.Server;

namespace MsLite.Smtp.Tests.Server;

/// <summary>Who gets in, and what the others are told.</summary>
public sealed class AdmissionTests : IDisposable
{
    private readonly InMemoryServer _server = new(options =>
    {
        options.MaxConnections = 6;
        options.MaxConnectionsPerClient = 2;
        options.TrustedProxies = NetworkSet.Of("192.0.2.50");
    });

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Too_many_connections_of_one_client_are_turned_away()
    {
        var first = _server.Connect("203.0.113.9");
        await first.GreetAsync();
        await _server.Connect("203.0.113.9").GreetAsync();
        Assert.Equal(["421 4.7.0 Too many connections from your address, please try again later"], await _server.Connect("203.0.113.9").RestAsync());
        await _server.Connect("203.0.113.10").GreetAsync();

        await first.SayAsync("QUIT");
        await first.Server;
        await _server.Connect("203.0.113.9").GreetAsync();
    }

    [Fact]
    public async Task Too_many_connections_in_all_are_turned_away()
    {
        var clients = Enumerable.Range(1, 6).Select(i => _server.Connect($"203.0.113.{i}")).ToList();
        foreach (var client in clients)
        {
            await client.GreetAsync();
        }

        Assert.Equal(["421 4.7.0 Too many connections, please try again later"], await _server.Connect("203.0.113.99").RestAsync());
        clients[0].Finish();
        await clients[0].Server;
        await _server.Connect("203.0.113.99").GreetAsync();
        Assert.Equal(6, _server.Metrics.OpenConnections);
    }

    [Fact]
    public async Task Other_limits_count_from_the_next_connection_on_and_who_came_before_is_counted_as_then()
    {
        var proxy = _server.Connect("192.0.2.50");
        _server.Advance(TimeSpan.FromSeconds(1));
        await proxy.GreetAsync();

        _server.Change(new SmtpServerOptions { MaxConnections = 3, MaxConnectionsPerClient = 1 });

        await _server.Connect("192.0.2.50").GreetAsync();
        proxy.Finish();
        await proxy.Server;
        Assert.Equal(["421 4.7.0 Too many connections from your address, please try again later"], await _server.Connect("192.0.2.50").RestAsync());
        await _server.Connect("203.0.113.1").GreetAsync();
        await _server.Connect("203.0.113.2").GreetAsync();
        Assert.Equal(["421 4.7.0 Too many connections, please try again later"], await _server.Connect("203.0.113.3").RestAsync());
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("192.0.2.50")]
    public async Task Loopback_and_trusted_proxies_are_not_counted_per_client(string address)
    {
        for (var i = 0; i < 5; i++)
        {
            var client = _server.Connect(address);
            _server.Advance(TimeSpan.FromSeconds(1));
            await client.GreetAsync();
        }
    }

    [Fact]
    public async Task Behind_a_proxy_it_is_the_client_that_is_counted()
    {
        for (var i = 0; i < 2; i++)
        {
            var client = _server.Connect("192.0.2.50");
            await client.SendAsync("PROXY TCP4 203.0.113.9 192.0.2.1 40000 25\r\n");
            await client.GreetAsync();
        }

        var third = _server.Connect("192.0.2.50");
        await third.SendAsync("PROXY TCP4 203.0.113.9 192.0.2.1 40000 25\r\n");
        Assert.StartsWith("421 4.7.0 ", Assert.Single(await third.RestAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_load_new_connections_are_turned_away()
    {
        var early = _server.Connect();
        await early.GreetAsync();
        _server.Options.Overloaded = () => true;
        Assert.Equal(["421 4.3.2 Too busy, please try again later"], await _server.Connect().RestAsync());
        Assert.StartsWith("250 ", await early.SayAsync("NOOP"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_may_turn_its_client_away()
    {
        _server.Sessions.Greeting = new SmtpReply(554, "5.7.1", "Go away");
        Assert.Equal(["554 5.7.1 Go away"], await _server.Connect().RestAsync());
    }

    [Fact]
    public async Task A_session_that_cannot_be_closed_leaves_its_place()
    {
        _server.Sessions.OnDispose = () => throw new InvalidOperationException("a bug");
        for (var i = 0; i < 5; i++)
        {
            var client = _server.Connect("203.0.113.9");
            await client.GreetAsync();
            await client.SayAsync("QUIT");
            await client.Server;
        }

        Assert.Equal(0, _server.Metrics.OpenConnections);
    }

    [Fact]
    public async Task When_the_program_ends_idle_sessions_are_told_and_messages_finish()
    {
        var judged = new TaskCompletionSource();
        _server.Sessions.OnData = async (data, _, _, ct) =>
        {
            await data.CopyToAsync(new MemorySink(), ct);
            await judged.Task;
            return new DataReply(new SmtpReply(250, "2.0.0", "Delivered"));
        };
        var idle = _server.Connect("203.0.113.1");
        var inData = _server.Connect("203.0.113.2");
        var beingJudged = _server.Connect("203.0.113.3");
        var betweenCommands = _server.Connect("203.0.113.4");
        foreach (var client in new[] { idle, inData, beingJudged, betweenCommands })
        {
            await client.GreetAsync();
        }

        await inData.BeginDataAsync();
        await beingJudged.BeginDataAsync();
        await beingJudged.SendAsync("\r\n.\r\n");
        await betweenCommands.SayAsync("MAIL FROM:<>");
        foreach (var client in new[] { idle, inData, beingJudged, betweenCommands })
        {
            client.RequestClose();
        }

        const string ShuttingDown = "421 4.3.2 Shutting down, please try again later";
        Assert.Equal([ShuttingDown], await idle.RestAsync());
        Assert.Equal([ShuttingDown], await betweenCommands.RestAsync());
        judged.SetResult();
        Assert.Equal(["250 2.0.0 Delivered", ShuttingDown], await beingJudged.RestAsync());
        await inData.SendAsync("Subject: x\r\n\r\n.\r\nMAIL FROM:<>\r\n");
        Assert.Equal(["250 2.0.0 Delivered", ShuttingDown], await inData.RestAsync());
    }
}
