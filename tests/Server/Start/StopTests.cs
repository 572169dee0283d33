using MsLite.Harness;

namespace MsLite.Web.Tests.Start;

public sealed class StopTests
{
    [Fact]
    public async Task A_message_on_its_way_is_finished_before_the_program_ends()
    {
        await using var server = await RunningServer.StartAsync();
        server.Tree.Touch("srv/example.com/users/valid/you");
        await using var client = await server.ConnectAsync();
        await client.ReadReplyAsync();
        await client.CommandAsync("EHLO mx.example.net");
        await client.CommandAsync("MAIL FROM:<ann@example.net>");
        await client.CommandAsync("RCPT TO:<you@example.com>");
        Assert.Equal(354, (await client.CommandAsync("DATA")).Code);
        await client.SendAsync("Subject: half\r\n\r\n");

        await server.Process.SignalAsync("TERM");
        await client.SendAsync("and the rest\r\n.\r\n");

        Assert.Equal(250, (await client.ReadReplyAsync()).Code);
        await server.Process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(40));
        Assert.Equal(0, server.Process.ExitCode);
        Assert.Single(server.Tree.Files("mail/example.com/you/Maildir/new"));
    }

    [Fact]
    public async Task Without_anybody_connected_it_ends_at_once()
    {
        await using var server = await RunningServer.StartAsync();

        await server.StopAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(0, server.Process.ExitCode);
        Assert.DoesNotContain("ERR", server.Log, StringComparison.Ordinal);
    }
}
