using System.Text;
using MsLite.Harness;

namespace MsLite.Smtp.Tests.Server;

/// <summary>The engine under Kestrel and the host.</summary>
public sealed class HostTests
{
    [Fact]
    public async Task A_message_in_its_middle_is_finished_when_the_program_ends()
    {
        await using var server = await KestrelServer.StartAsync();
        await using var busy = await server.ConnectAsync();
        await using var idle = await server.ConnectAsync();
        await busy.ReadReplyAsync();
        await idle.ReadReplyAsync();
        await busy.SendAsync("EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<bob@example.net>\r\nDATA\r\n");
        for (var i = 0; i < 4; i++)
        {
            await busy.ReadReplyAsync();
        }

        var stopping = server.StopAsync();
        Assert.Equal(421, (await idle.ReadReplyAsync()).Code);
        Assert.Null(await idle.ReadLineAsync());
        Assert.False(stopping.IsCompleted);
        await busy.SendAsync("Subject: x\r\n\r\n.\r\n");
        Assert.Equal("250 2.0.0 Delivered", (await busy.ReadReplyAsync()).ToString());
        Assert.Equal(421, (await busy.ReadReplyAsync()).Code);
        await stopping.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Single(server.Sessions.Messages);
    }

    [Fact]
    public async Task A_message_that_does_not_end_is_cut_off_when_the_program_ends()
    {
        await using var server = await KestrelServer.StartAsync(shutdown: TimeSpan.FromSeconds(1));
        await using var client = await server.ConnectAsync();
        await client.SendAsync("EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<bob@example.net>\r\nDATA\r\nSubject: half");
        for (var i = 0; i < 5; i++)
        {
            await client.ReadReplyAsync();
        }

        await server.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Empty(server.Sessions.Messages);
        Assert.Equal(0, server.Metrics.OpenConnections);
    }

    [Fact]
    public async Task A_client_that_sends_all_and_then_half_closes_is_answered()
    {
        await using var server = await KestrelServer.StartAsync();
        await using var client = await server.ConnectAsync();
        await client.SendAsync("EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<bob@example.net>\r\nDATA\r\n\r\n.\r\nQUIT\r\n");
        client.FinishSending();
        var codes = new List<int>();
        for (var i = 0; i < 7; i++)
        {
            codes.Add((await client.ReadReplyAsync()).Code);
        }

        Assert.Equal([220, 250, 250, 250, 354, 250, 221], codes);
    }

    [Fact]
    public async Task A_client_that_resets_hurts_nobody()
    {
        await using var server = await KestrelServer.StartAsync();
        foreach (var text in new[] { "", "EHLO c\r\n", "EHLO c\r\nMAIL FROM:<>\r\nRCPT TO:<bob@example.net>\r\nDATA\r\nhalf" })
        {
            var client = await server.ConnectAsync();
            await client.ReadReplyAsync();
            await client.SendAsync(text);
            client.Abort();
        }

        await using var other = await server.ConnectAsync();
        await other.ReadReplyAsync();
        await other.CommandAsync("EHLO c");
        Assert.Equal(250, (await other.SendMessageAsync("", ["bob@example.net"], Encoding.ASCII.GetBytes("\r\n"))).Code);
    }

    [Fact]
    public async Task An_idle_connection_is_cheap()
    {
        const int Count = 300;
        await using var server = await KestrelServer.StartAsync(options => options.MaxConnections = 10_000);
        var clients = new List<SmtpTestClient>();
        await AddAsync(server, clients, 20);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await AddAsync(server, clients, Count);
        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Count;
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }

        // The test's own end of the connection counts too: 16 KiB and more of it is the client's buffer.
        Assert.True(each < 40_000, $"An idle connection takes {each} bytes.");
    }

    private static async Task AddAsync(KestrelServer server, List<SmtpTestClient> clients, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var client = await server.ConnectAsync();
            clients.Add(client);
            await client.ReadReplyAsync();
            await client.CommandAsync("EHLO client.example.org");
        }
    }
}
