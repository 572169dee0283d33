namespace MsLite.Smtp.Tests.Server;

public sealed class TransactionTests : IDisposable
{
    private readonly InMemoryServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Takes_a_whole_message()
    {
        var client = _server.Connect();
        await client.GreetAsync();
        Assert.Equal("250 2.1.0 Sender noted", await client.SayAsync("MAIL FROM:<ann@example.org>"));
        Assert.Equal("250 2.1.5 Recipient noted", await client.SayAsync("RCPT TO:<bob@example.net>"));
        Assert.StartsWith("354 ", await client.SayAsync("DATA"), StringComparison.Ordinal);
        Assert.Equal("250 2.0.0 Delivered", await client.SayAsync("Subject: hi\r\n\r\n..dot\r\n."));
        Assert.StartsWith("221 2.0.0 ", await client.SayAsync("QUIT"), StringComparison.Ordinal);
        await client.Server;

        var message = Assert.Single(_server.Sessions.Messages);
        Assert.Equal("ann@example.org", message.From!.ToString());
        Assert.Equal("Subject: hi\r\n\r\n.dot\r\n", message.Text);
        Assert.True(Assert.Single(_server.Sessions.Sessions).Disposed);
    }

    [Fact]
    public async Task A_pipelined_batch_is_answered_with_one_flush()
    {
        var client = _server.Connect();
        await client.GreetAsync();
        var before = _server.Flushes;
        await client.SendAsync("MAIL FROM:<>\r\n" + string.Concat(Enumerable.Repeat("RCPT TO:<bob@example.net>\r\n", 100)) + "DATA\r\n");
        Assert.Equal(before + 1, _server.Flushes);
        await client.SendAsync("\r\n.\r\nMAIL FROM:<>\r\nQUIT\r\n");
        Assert.Equal(before + 3, _server.Flushes);
        Assert.Equal(105, (await client.RestAsync()).Count);
    }

    [Fact]
    public async Task Several_messages_go_over_one_connection()
    {
        var client = _server.Connect();
        await client.GreetAsync();
        for (var i = 0; i < 20; i++)
        {
            await client.BeginDataAsync();
            Assert.StartsWith("250 ", await client.SayAsync($"Subject: {i}\r\n\r\n."), StringComparison.Ordinal);
        }

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"Subject: {i}\r\n\r\n"), _server.Sessions.Messages.Select(message => message.Text));
    }

    [Fact]
    public async Task The_parameters_reach_the_session()
    {
        _server.Sessions.Extensions = SmtpExtensions.Dsn | SmtpExtensions.SmtpUtf8;
        var client = _server.Connect();
        await client.GreetAsync();
        await client.SayAsync("MAIL FROM:<> SIZE=9 BODY=8BITMIME RET=FULL ENVID=x PRDR SMTPUTF8");
        await client.SayAsync("RCPT TO:<bob@example.net> NOTIFY=NEVER ORCPT=rfc822;bob@example.net");
        await client.SayAsync("DATA");
        await client.SayAsync("\r\n.");
        var message = Assert.Single(_server.Sessions.Messages);
        Assert.Equal(new MailParameters { Size = 9, EightBitMime = true, Ret = "FULL", EnvelopeId = "x", Prdr = true, SmtpUtf8 = true }, message.Mail);
        Assert.Equal(new RcptParameters { Notify = "NEVER", OriginalRecipient = "rfc822;bob@example.net" }, Assert.Single(message.Rcpt));
    }

    [Fact]
    public async Task The_client_is_known_by_its_last_greeting()
    {
        var client = _server.Connect();
        await client.GreetAsync();
        await client.SayAsync("HELO second.example.org");
        var host = Assert.Single(_server.Sessions.Sessions).Client;
        Assert.Equal(("second.example.org", false, null), (host.HelloName, host.Extended, host.Tls));
    }
}
