using MsLite.Harness;
using MsLite.Web.Tests.Conversations;

namespace MsLite.Web.Tests.NextHops;

/// <summary>Recipient call-out by the real program: a Postfix that knows its users, and nobody at all.</summary>
public sealed class CalloutTests
{
    [PostfixFact]
    public async Task Only_the_users_of_a_real_Postfix_get_mail()
    {
        await using var postfix = await PrivatePostfix.StartAsync("virtual_mailbox_maps = inline:{ {bob@example.com=all/} }");
        await using var server = await RunningServer.StartAsync([("Delivery", postfix.Url)]);
        server.Tree.Touch("srv/example.com/users/valid/*", "verify: nexthop\n");
        var archive = new ArchiveView(server.Tree);

        var known = await SendAsync(server, "bob@example.com");
        var unknown = await SendAsync(server, "eve@example.com");

        Assert.StartsWith("250 2.0.0 Ok: queued as", known, StringComparison.Ordinal);
        Assert.StartsWith("550 5.7.1 Mail for eve not accepted at example.com [ref ", unknown, StringComparison.Ordinal);
        await postfix.FindAsync("Subject: for bob@example.com");
        var line = Assert.Single(archive.Read()).Line;
        Assert.Equal(("users", "example.com/users/valid/*"), (line.GetProperty("blocker").GetString(), line.GetProperty("file").GetString()));
        var rung = line.GetProperty("trace").EnumerateArray().Last();
        Assert.Equal(("users", "refuse"), (rung.GetProperty("rung").GetString(), rung.GetProperty("result").GetString()));
        Assert.StartsWith(
            "The next hop refuses it: 550 5.1.1 <eve@example.com>: Recipient address rejected: User unknown",
            rung.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_next_hop_that_is_down_refuses_nobody()
    {
        await using var server = await RunningServer.StartAsync([("Delivery", $"smtp://127.0.0.1:{FreePort.Take()}")]);
        server.Tree.Touch("srv/example.com/users/valid/*", "verify: nexthop\n");
        var archive = new ArchiveView(server.Tree);

        Assert.StartsWith("451 4.4.1", await SendAsync(server, "bob@example.com"), StringComparison.Ordinal);
        Assert.Empty(archive.Read());
    }

    private static async Task<string> SendAsync(RunningServer server, string to)
    {
        await using var client = await server.ConnectAsync();
        await client.ReadReplyAsync();
        await client.CommandAsync("EHLO client.example.net");
        var message = $"Date: Mon, 15 Jun 2026 12:00:00 +0000\r\nFrom: ann@example.net\r\nSubject: for {to}\r\n\r\nHello.\r\n";
        var reply = await client.SendMessageAsync("ann@example.net", [to], System.Text.Encoding.ASCII.GetBytes(message));
        return reply.ToString();
    }
}
