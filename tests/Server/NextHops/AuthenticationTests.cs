using MsLite.Harness;
using MsLite.Web.Tests.Conversations;

namespace MsLite.Web.Tests.NextHops;

/// <summary>A smarthost that wants a password: a real Postfix, which asks a real Dovecot.</summary>
public sealed class AuthenticationTests
{
    [DovecotFact(withPostfix: true)]
    public async Task A_wrong_password_keeps_the_mail_with_its_client_until_it_is_right()
    {
        using var tree = new TempTree();
        await using var dovecot = await PrivateDovecot.StartAsync("filter@example.com");
        await using var postfix = await PrivatePostfix.StartAsync([.. PrivatePostfix.Tls, "smtpd_tls_auth_only = yes", .. dovecot.SaslSettings]);
        await using var server = await StartAsync(postfix, tree, "wrong\n");
        var archive = new ArchiveView(server.Tree);
        var content = OneMessage.Content("with a password");

        var wrong = await OneMessage.SendAsync(server, content, "bob@example.com");
        server.Tree.Touch("password", PrivateDovecot.Password + "\n");
        var right = await OneMessage.SendAsync(server, content, "bob@example.com");

        Assert.StartsWith("451 4.7.8 The next hop does not let us in", wrong.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("250 2.0.0 Ok: queued as", right.ToString(), StringComparison.Ordinal);
        var arrived = await postfix.FindAsync("Subject: with a password");
        Assert.Contains("(Authenticated sender: filter@example.com)", arrived, StringComparison.Ordinal);
        Assert.Equal(1, postfix.Count);
        Assert.Empty(archive.Read());
    }

    [DovecotFact(withPostfix: true)]
    public async Task The_password_is_not_sent_to_one_without_TLS()
    {
        using var tree = new TempTree();
        await using var dovecot = await PrivateDovecot.StartAsync("filter@example.com");
        await using var postfix = await PrivatePostfix.StartAsync(dovecot.SaslSettings);
        await using var server = await StartAsync(postfix, tree, PrivateDovecot.Password);

        var reply = await OneMessage.SendAsync(server, OneMessage.Content("in the clear"), "bob@example.com");

        Assert.StartsWith("451 4.7.5 No secure connection to the next hop", reply.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, postfix.Count);
    }

    private static async Task<RunningServer> StartAsync(PrivatePostfix postfix, TempTree tree, string password)
    {
        var file = tree.Touch("password", password);
        var server = await RunningServer.StartAsync([("Delivery", $"{postfix.Url}?user=filter@example.com&password-file={file}")], tree);
        server.Tree.Touch("srv/example.com/users/valid/*");
        return server;
    }
}
