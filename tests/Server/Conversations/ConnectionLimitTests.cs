using System.Net;
using MsLite.Harness;

namespace MsLite.Web.Tests.Conversations;

/// <summary>Too many connections, in all or per client: 421 4.7.0 (contract §4).</summary>
public sealed class ConnectionLimitTests
{
    private static readonly IPAddress s_stranger = IPAddress.Parse("203.0.113.9");

    [Fact]
    public async Task Turns_away_a_client_with_too_many_connections_and_no_other()
    {
        await using var server = await RunningServer.StartAsync([("Smtp:MaxConnectionsPerClient", "3")]);
        var open = await OpenAsync(server, 3, s_stranger);

        Assert.Equal("421 4.7.0", await GreetingAsync(server, s_stranger));
        Assert.Equal("220", (await GreetingAsync(server, IPAddress.Parse("203.0.113.10")))[..3]);

        await open[0].CommandAsync("QUIT");
        await ClosedAsync(open[0]);
        Assert.Equal("220", (await GreetingAsync(server, s_stranger))[..3]);
        await CloseAsync(open);
    }

    [Fact]
    public async Task Does_not_count_loopback()
    {
        await using var server = await RunningServer.StartAsync([("Smtp:MaxConnectionsPerClient", "2")]);
        var open = await OpenAsync(server, 5, IPAddress.Loopback);

        Assert.Equal("220", (await GreetingAsync(server, IPAddress.Loopback))[..3]);
        await CloseAsync(open);
    }

    [Fact]
    public async Task Turns_everybody_away_when_there_are_too_many_connections_in_all()
    {
        await using var server = await RunningServer.StartAsync([("Smtp:MaxConnections", "4")]);
        var open = await OpenAsync(server, 4, IPAddress.Loopback);

        Assert.Equal("421 4.7.0", await GreetingAsync(server, s_stranger));
        await open[0].CommandAsync("QUIT");
        await ClosedAsync(open[0]);
        Assert.Equal("220", (await GreetingAsync(server, s_stranger))[..3]);
        await CloseAsync(open);
    }

    private static async Task<List<SmtpTestClient>> OpenAsync(RunningServer server, int count, IPAddress client)
    {
        var open = new List<SmtpTestClient>();
        for (var i = 0; i < count; i++)
        {
            open.Add(await server.ConnectAsync());
            await open[^1].SendProxyHeaderAsync(client);
            Assert.Equal(220, (await open[^1].ReadReplyAsync()).Code);
        }

        return open;
    }

    /// <summary>The first nine characters of what a new connection is greeted with.</summary>
    private static async Task<string> GreetingAsync(RunningServer server, IPAddress client)
    {
        await using var connection = await server.ConnectAsync();
        await connection.SendProxyHeaderAsync(client);
        return $"{await connection.ReadReplyAsync()}"[..9];
    }

    private static async Task ClosedAsync(SmtpTestClient client) => Assert.Null(await client.ReadLineAsync());

    private static async Task CloseAsync(List<SmtpTestClient> open)
    {
        foreach (var client in open)
        {
            await client.DisposeAsync();
        }
    }
}
