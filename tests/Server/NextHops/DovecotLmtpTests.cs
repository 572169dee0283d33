using MsLite.Harness;
using MsLite.Web.Tests.Conversations;

namespace MsLite.Web.Tests.NextHops;

/// <summary>A real LMTP server behind the program.</summary>
public sealed class DovecotLmtpTests
{
    [DovecotFact]
    public async Task Mail_arrives_byte_for_byte_over_TCP_and_over_the_socket()
    {
        await using var dovecot = await PrivateDovecot.StartAsync("bob@example.com", "eve@example.com");
        await using var server = await StartAsync(dovecot.Url);
        var (first, second) = (OneMessage.Content("over TCP"), OneMessage.Content("over the socket"));

        var overTcp = await OneMessage.SendAsync(server, first, "bob@example.com", "eve@example.com");
        server.Tree.Touch("srv/example.com/delivery", dovecot.SocketUrl);
        var overSocket = await OneMessage.SendAsync(server, second, "bob@example.com", "eve@example.com");

        Assert.StartsWith("250 2.0.0 <bob@example.com>", overTcp.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("250 2.0.0 <bob@example.com>", overSocket.ToString(), StringComparison.Ordinal);
        foreach (var user in (string[])["bob@example.com", "eve@example.com"])
        {
            var messages = dovecot.Messages(user);
            Assert.Equal(2, messages.Count);
            Assert.Single(messages, message => message.EndsWith("\n" + OneMessage.WithLf(first), StringComparison.Ordinal));
            Assert.Single(messages, message => message.EndsWith("\n" + OneMessage.WithLf(second), StringComparison.Ordinal));
        }
    }

    [DovecotFact]
    public async Task An_unknown_user_is_refused_in_its_words_and_archived()
    {
        await using var dovecot = await PrivateDovecot.StartAsync("bob@example.com");
        await using var server = await StartAsync(dovecot.Url);
        var archive = new ArchiveView(server.Tree);
        var content = OneMessage.Content("for nobody");

        var reply = await OneMessage.SendAsync(server, content, "nobody@example.com");

        Assert.StartsWith("550 5.1.1 <nobody@example.com> User doesn't exist: nobody@example.com [ref ", reply.ToString(), StringComparison.Ordinal);
        var archived = Assert.Single(archive.Read());
        Assert.Equal("delivery", archived.Value("blocker"));
        Assert.Equal(content, archived.Original());
    }

    [DovecotFact]
    public async Task With_verify_an_unknown_user_is_an_invalid_one()
    {
        await using var dovecot = await PrivateDovecot.StartAsync("bob@example.com");
        await using var server = await StartAsync(dovecot.SocketUrl);
        server.Tree.Touch("srv/example.com/users/valid/*", "verify: nexthop");

        Assert.True((await OneMessage.SendAsync(server, OneMessage.Content("for bob"), "bob@example.com")).IsPositive);
        var reply = await OneMessage.SendAsync(server, OneMessage.Content("for nobody"), "nobody@example.com");

        Assert.StartsWith("550 5.7.1 Mail for nobody not accepted at example.com [ref ", reply.ToString(), StringComparison.Ordinal);
    }

    [DovecotFact]
    public async Task Whoever_got_the_message_gets_no_second_copy_even_if_the_program_was_killed_in_between()
    {
        await using var dovecot = await PrivateDovecot.StartAsync("bob@example.com", "broken@example.com");
        await using var server = await StartAsync(dovecot.Url);
        var content = OneMessage.Content("for two");

        var first = await OneMessage.SendAsync(server, content, "bob@example.com", "broken@example.com");
        await server.KillAsync();
        dovecot.Mend("broken@example.com");
        await server.StartAgainAsync();
        var second = await OneMessage.SendAsync(server, content, "bob@example.com", "broken@example.com");

        Assert.True(first.IsTransient, first.ToString());
        Assert.True(second.IsPositive, second.ToString());
        Assert.Single(dovecot.Messages("bob@example.com"));
        Assert.Single(dovecot.Messages("broken@example.com"));
    }

    private static async Task<RunningServer> StartAsync(string delivery)
    {
        var server = await RunningServer.StartAsync([("Delivery", delivery)]);
        server.Tree.Touch("srv/example.com/users/valid/*");
        return server;
    }
}
