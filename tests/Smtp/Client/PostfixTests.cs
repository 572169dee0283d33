using System.Net;
using System.Text;
using MsLite.Harness;
using MsLite.Smtp.Client;

namespace MsLite.Smtp.Tests.Client;

/// <summary>The client against the mail server that most will put behind us.</summary>
public sealed class PostfixTests(RunningPostfix running) : IClassFixture<RunningPostfix>
{
    [PostfixTheory]
    [InlineData("small", 1)]
    [InlineData("large", 40_000)]
    public async Task A_message_arrives_byte_for_byte(string mark, int repetitions)
    {
        var body = string.Concat(Enumerable.Repeat(".\r\n..\r\n.dot and more\r\n\r\n\tx\xe4\x01 \r\n", repetitions));
        var message = ClientWorld.Bytes($"X-Mark: {mark}\r\nFrom: a@example.net\r\nDate: now\r\nMessage-ID: <{mark}@x>\r\n\r\n{body}");
        using var pool = ClientWorld.Pool(running.Postfix.EndPoint);

        var reply = await pool.SendAsync(ClientWorld.To(partial: false, message, "bob@example.com"));

        Assert.StartsWith("250 2.0.0 Ok: queued as", reply.ToString(), StringComparison.Ordinal);
        var arrived = await running.Postfix.FindAsync($"X-Mark: {mark}");
        Assert.EndsWith(Encoding.Latin1.GetString(SmtpText.WithLf(message)), arrived, StringComparison.Ordinal);
    }

    [PostfixFact]
    public async Task Encrypts_when_that_is_offered()
    {
        using var pool = ClientWorld.Pool(running.Postfix.EndPoint);
        await pool.SendAsync(ClientWorld.To(partial: false, "X-Mark: tls\r\n\r\n"u8.ToArray(), "bob@example.com"));

        var arrived = await running.Postfix.FindAsync("X-Mark: tls");

        Assert.Contains("with ESMTPS", arrived, StringComparison.Ordinal);
        Assert.Contains("using TLSv1.3", arrived, StringComparison.Ordinal);
        Assert.Equal(SmtpExtensions.SmtpUtf8 | SmtpExtensions.Dsn, pool.Extensions);
    }

    [PostfixFact]
    public async Task The_next_hop_sees_each_client_on_one_connection()
    {
        using var pool = ClientWorld.Pool(running.Postfix.EndPoint, SmtpClientLimits.Default with { MaxConnections = 1 });

        Assert.True((await pool.SendAsync(From("192.0.2.7", "mx.example.net", "one"))).IsPositive);
        Assert.True((await pool.SendAsync(From("2001:db8::7", null, "two"))).IsPositive);
        Assert.True((await pool.SendAsync(From("2001:db8::7", null, "three"))).IsPositive);

        Assert.Contains("from helo.one (mx.example.net [192.0.2.7])", await running.Postfix.FindAsync("X-Mark: one"), StringComparison.Ordinal);
        Assert.Contains("from helo.two (unknown [IPv6:2001:db8::7])", await running.Postfix.FindAsync("X-Mark: two"), StringComparison.Ordinal);
    }

    [PostfixFact]
    public async Task Its_refusal_of_one_recipient_is_heard_before_anything_is_sent()
    {
        using var pool = ClientWorld.Pool(running.Postfix.EndPoint);

        var result = await pool.SendAsync(ClientWorld.To("bob@example.com", "gone@example.com"), CancellationToken.None);
        var alone = await pool.SendAsync(ClientWorld.To("gone@example.com"));

        Assert.True(result.IsSplit);
        Assert.Equal("554 5.7.1 <gone@example.com>: Recipient address rejected: Access denied", alone.ToString());
        Assert.Equal(alone.ToString(), result.Replies[1].ToString());
    }

    [PostfixFact]
    public async Task Takes_an_internationalized_envelope()
    {
        using var pool = ClientWorld.Pool(running.Postfix.EndPoint);
        var transaction = new SmtpClientTransaction
        {
            ReturnPath = ClientWorld.Address("j\u00f6rg@example.net"),
            Parameters = new MailParameters { SmtpUtf8 = true, EightBitMime = true, Ret = "HDRS", EnvelopeId = "id+2B1" },
            Recipients = [new(ClientWorld.Address("b\u00fcro@example.com"), new RcptParameters { Notify = "FAILURE" })],
            Content = new BytesSource("X-Mark: utf8\r\n\r\n"u8.ToArray()),
        };

        Assert.True((await pool.SendAsync(transaction)).IsPositive);
        var arrived = await running.Postfix.FindAsync("X-Mark: utf8");
        Assert.Contains("<b\u00fcro@example.com>", Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(arrived)), StringComparison.Ordinal);
    }

    private static SmtpClientTransaction From(string address, string? name, string mark) => new()
    {
        ReturnPath = null,
        Parameters = MailParameters.None,
        Recipients = [new(ClientWorld.Address("bob@example.com"), RcptParameters.None)],
        Content = new BytesSource(ClientWorld.Bytes($"X-Mark: {mark}\r\n\r\n")),
        Identity = new SmtpClientIdentity(new IPEndPoint(IPAddress.Parse(address), 4711), name, $"helo.{mark}", Extended: true),
    };
}
