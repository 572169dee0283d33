using System.Net;
using MsLite.Harness;
using MsLite.Smtp.Client;

namespace MsLite.Smtp.Tests.Client;

/// <summary>Asking about a recipient: no message goes out, and the connection is as good as before.</summary>
public sealed class SmtpClientQuestionTests : IAsyncDisposable
{
    private readonly FakeNextHop _hop = new();

    public ValueTask DisposeAsync() => _hop.DisposeAsync();

    [Fact]
    public async Task Names_no_sender_and_takes_the_question_back()
    {
        await using var hop = new ScriptedHop(
        [
            ("", "220 hop\r\n"), ("EHLO", "250 hop\r\n"), ("MAIL", "250 Ok\r\n"), ("RCPT", "550 5.1.1 Gone\r\n"), ("RSET", "250 Ok\r\n"),
            ("MAIL", "250 Ok\r\n"), ("RCPT", "250 Ok\r\n"), ("DATA", "354 Go\r\n"), (".", "250 Taken\r\n"),
        ]);
        using var pool = ClientWorld.Pool(hop.EndPoint);

        var answer = await AskAsync(pool, "bob@example.com");
        Assert.True((await pool.SendAsync(ClientWorld.To("eve@example.com"))).IsPositive);

        Assert.Equal((true, "550 5.1.1 Gone"), (answer.IsOfRecipient, answer.Reply.ToString()));
        Assert.Equal(
            ["EHLO filter.test", "MAIL FROM:<>", "RCPT TO:<bob@example.com>", "RSET", "MAIL FROM:<ann@example.net>", "RCPT TO:<eve@example.com>"], hop.Lines[..6]);
    }

    [Fact]
    public async Task Goes_over_the_connection_that_messages_take()
    {
        _hop.Answer = Refuse("gone");
        using var pool = ClientWorld.Pool(_hop.EndPoint);
        for (var i = 0; i < 3; i++)
        {
            Assert.True((await pool.SendAsync(ClientWorld.To("gone@example.com"))).IsPermanent);
            Assert.Equal("550 5.1.1 Gone", (await AskAsync(pool, "gone@example.com")).Reply.ToString());
            Assert.True((await AskAsync(pool, "bob@example.com")).Reply.IsPositive);
            Assert.True((await pool.SendAsync(ClientWorld.To("bob@example.com"))).IsPositive);
        }

        Assert.Equal(1, _hop.ConnectionCount);
        Assert.Equal(["bob@example.com"], _hop.Messages.SelectMany(message => message.Recipients).Select(recipient => recipient.Address).Distinct());
    }

    [Fact]
    public async Task Whoever_takes_no_mail_from_nobody_has_not_spoken_of_the_recipient()
    {
        _hop.Answer = (stage, _) => stage == NextHopStage.Mail ? "550 5.7.1 No bounces" : null;
        using var pool = ClientWorld.Pool(_hop.EndPoint);

        var answer = await AskAsync(pool, "bob@example.com");

        Assert.Equal((false, "550 5.7.1 No bounces"), (answer.IsOfRecipient, answer.Reply.ToString()));
    }

    [Theory]
    [InlineData("drop")]
    [InlineData("421 4.3.2 Down")]
    [InlineData("354 Go")]
    public async Task A_connection_that_breaks_is_not_used_again(string answer)
    {
        _hop.Answer = (stage, _) => stage == NextHopStage.Rcpt ? answer : null;
        using var pool = ClientWorld.Pool(_hop.EndPoint);

        var broken = await AskAsync(pool, "bob@example.com");
        _hop.Answer = (_, _) => null;

        Assert.False(broken.IsOfRecipient);
        Assert.True(broken.Reply.IsTransient);
        Assert.True((await pool.SendAsync(ClientWorld.To("bob@example.com"))).IsPositive);
        Assert.Equal(2, _hop.ConnectionCount);
    }

    [Fact]
    public async Task A_kept_connection_that_has_died_is_replaced()
    {
        using var pool = ClientWorld.Pool(_hop.EndPoint);
        await pool.SendAsync(ClientWorld.To("bob@example.com"));
        _hop.Answer = (stage, _) => stage == NextHopStage.Mail && _hop.ConnectionCount == 1 ? "drop" : null;

        Assert.True((await AskAsync(pool, "bob@example.com")).Reply.IsPositive);
        Assert.Equal(2, _hop.ConnectionCount);
    }

    [Fact]
    public async Task Whoever_stops_waiting_gets_a_transient_answer()
    {
        var never = new TaskCompletionSource();
        _hop.Hold = stage => stage == NextHopStage.Rcpt ? never.Task : Task.CompletedTask;
        using var pool = ClientWorld.Pool(_hop.EndPoint);
        using var late = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        var answer = await pool.AskAsync(ClientWorld.Address("bob@example.com"), late.Token);

        never.SetResult();
        Assert.Equal((false, true), (answer.IsOfRecipient, answer.Reply.IsTransient));
    }

    [Fact]
    public async Task Is_not_put_in_the_name_of_a_client()
    {
        (string Expected, string? Answer)[] greeting = [("", "220 hop\r\n"), ("EHLO", "250-hop\r\n250 XCLIENT ADDR\r\n")];
        (string Expected, string? Answer)[] message = [("MAIL", "250 Ok\r\n"), ("RCPT", "250 Ok\r\n"), ("DATA", "354 Go\r\n"), (".", "250 Taken\r\n")];
        await using var hop = new ScriptedHop(
            [.. greeting, ("XCLIENT", "220 hop\r\n"), ("EHLO", "250 hop\r\n"), .. message],
            [.. greeting, ("MAIL", "250 Ok\r\n"), ("RCPT", "250 Asked\r\n"), ("RSET", "250 Ok\r\n")]);
        using var pool = ClientWorld.Pool(hop.EndPoint);
        var endPoint = new IPEndPoint(IPAddress.Parse("192.0.2.7"), 4711);
        var transaction = new SmtpClientTransaction
        {
            ReturnPath = null,
            Parameters = MailParameters.None,
            Recipients = [new(ClientWorld.Address("bob@example.com"), RcptParameters.None)],
            Content = new BytesSource(ClientWorld.Message),
            Identity = new SmtpClientIdentity(endPoint, ReverseName: null, "helo.test", Extended: true),
        };
        Assert.True((await pool.SendAsync(transaction)).IsPositive);

        Assert.Equal("250 Asked", (await AskAsync(pool, "bob@example.com")).Reply.ToString());
    }

    [Fact]
    public async Task An_internationalized_address_needs_a_next_hop_that_takes_such()
    {
        _hop.Extensions = ["PIPELINING", "8BITMIME"];
        using var pool = ClientWorld.Pool(_hop.EndPoint);

        Assert.False((await AskAsync(pool, "b\u00fcro@example.com")).IsOfRecipient);
    }

    private static Func<NextHopStage, string, string?> Refuse(string user) =>
        (stage, argument) => stage == NextHopStage.Rcpt && argument.Contains(user, StringComparison.Ordinal) ? "550 5.1.1 Gone" : null;

    private static ValueTask<SmtpClientAnswer> AskAsync(SmtpClientPool pool, string recipient) =>
        pool.AskAsync(ClientWorld.Address(recipient), CancellationToken.None);
}
