using System.Net;
using MsLite.Harness;
using MsLite.Mail;
using MsLite.Smtp.Client;

namespace MsLite.Smtp.Tests.Client;

/// <summary>TLS, LMTP, XCLIENT and what else depends on what the next hop offers.</summary>
public sealed class SmtpClientProtocolTests
{
    private static readonly SmtpClientIdentity s_client = new(
        new IPEndPoint(IPAddress.Parse("2001:db8::7"), 4711), ReverseName: null, "a=b+c", Extended: true);

    [Fact]
    public async Task Drops_a_next_hop_that_speaks_in_the_clear_after_STARTTLS()
    {
        await using var hop = new ScriptedHop(
            [("", "220 hop\r\n"), ("EHLO", "250-hop\r\n250 STARTTLS\r\n"), ("STARTTLS", "220 Go\r\n250 injected\r\n")]);
        using var pool = ClientWorld.Pool(hop.EndPoint);

        Assert.StartsWith("451 4.3.0", (await pool.SendAsync(ClientWorld.To("bob@example.com"))).ToString(), StringComparison.Ordinal);
        Assert.Equal(2, hop.Lines.Length);
    }

    [Fact]
    public async Task Speaks_in_the_clear_to_one_who_offers_TLS_and_cannot_do_it()
    {
        var plain = ClientWorldScripts.Plain.ToArray();
        plain[1] = ("EHLO", "250-hop\r\n250 STARTTLS\r\n");
        await using var hop = new ScriptedHop(
            [plain[0], plain[1], ("STARTTLS", "220 Go\r\n"), ("", null)], plain);
        using var pool = ClientWorld.Pool(hop.EndPoint);

        Assert.Equal("250 Taken", (await pool.SendAsync(ClientWorld.To("bob@example.com"))).ToString());
    }

    [Fact]
    public async Task Takes_a_refused_STARTTLS_for_what_it_is()
    {
        var plain = ClientWorldScripts.Plain.ToList();
        plain[1] = ("EHLO", "250-hop\r\n250 STARTTLS\r\n");
        plain.Insert(2, ("STARTTLS", "454 4.7.0 Not now\r\n"));
        await using var hop = new ScriptedHop([.. plain]);
        using var pool = ClientWorld.Pool(hop.EndPoint);

        Assert.Equal("250 Taken", (await pool.SendAsync(ClientWorld.To("bob@example.com"))).ToString());
    }

    [Fact]
    public async Task Sends_nothing_to_a_next_hop_that_answers_before_it_was_asked()
    {
        await using var hop = new ScriptedHop(
            [.. ClientWorldScripts.Plain.TakeWhile(turn => turn.Expected != "DATA"), ("DATA", "354 Go\r\n250 I have it already\r\n")]);
        using var pool = ClientWorld.Pool(hop.EndPoint);

        Assert.StartsWith("451 4.3.0", (await pool.SendAsync(ClientWorld.To("bob@example.com"))).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Subject: hello", hop.Lines);
    }

    [Fact]
    public async Task Does_not_use_a_connection_again_on_which_more_was_said_than_asked()
    {
        var chatty = ClientWorldScripts.Plain.ToArray();
        chatty[^1] = (".", "250 Taken\r\n250 And another\r\n");
        await using var hop = new ScriptedHop(chatty, ClientWorldScripts.Plain);
        using var pool = ClientWorld.Pool(hop.EndPoint);

        Assert.Equal("250 Taken", (await pool.SendAsync(ClientWorld.To("bob@example.com"))).ToString());
        Assert.Equal("250 Taken", (await pool.SendAsync(ClientWorld.To("bob@example.com"))).ToString());
        Assert.Equal(2, hop.Lines.Count(line => line.StartsWith("EHLO", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("b\u00fcro", "553 5.6.7")]
    [InlineData("bob", "550 5.6.7")]
    public async Task Keeps_an_internationalized_message_from_a_next_hop_that_cannot_take_it(string localPart, string reply)
    {
        await using var hop = new FakeNextHop { Extensions = ["PIPELINING"] };
        using var pool = ClientWorld.Pool(hop.EndPoint);
        var transaction = Utf8(localPart);

        Assert.StartsWith(reply, (await pool.SendAsync(transaction)).ToString(), StringComparison.Ordinal);
        Assert.Empty(hop.Messages);
        Assert.Equal(SmtpExtensions.None, pool.Extensions);
    }

    [Theory]
    [InlineData("PIPELINING")]
    [InlineData("8BITMIME")]
    public async Task Keeps_only_the_internationalized_recipient_from_a_next_hop_that_cannot_take_it(string extension)
    {
        await using var hop = new FakeNextHop { Extensions = [extension] };
        using var pool = ClientWorld.Pool(hop.EndPoint);

        var result = await pool.SendAsync(
            ClientWorld.To(partial: true, ClientWorld.Message, "b\u00fcro@example.com", "bob@example.com", "b\u00f6b@example.com"), CancellationToken.None);

        Assert.Equal(["553 5.6.7", "250 2.0.0", "553 5.6.7"], result.Replies.Select(reply => $"{reply.Code} {reply.Enhanced}"));
        Assert.Equal("bob@example.com", Assert.Single(Assert.Single(hop.Messages).Recipients).Address);
    }

    [Theory]
    [InlineData("PIPELINING")]
    [InlineData("8BITMIME")]
    public async Task Keeps_the_others_waiting_where_all_are_to_get_the_message_or_none(string extension)
    {
        await using var hop = new FakeNextHop { Extensions = [extension] };
        using var pool = ClientWorld.Pool(hop.EndPoint);

        var result = await pool.SendAsync(ClientWorld.To("bob@example.com", "b\u00f6b@example.com"), CancellationToken.None);

        Assert.True(result.IsSplit);
        Assert.Equal([250, 553], result.Replies.Select(reply => reply.Code));
        Assert.Empty(hop.Messages);
        Assert.True((await pool.SendAsync(ClientWorld.To("bob@example.com"))).IsPositive);
    }

    [Fact]
    public async Task A_return_path_that_the_next_hop_cannot_take_concerns_all_recipients()
    {
        await using var hop = new FakeNextHop { Extensions = ["PIPELINING"] };
        using var pool = ClientWorld.Pool(hop.EndPoint);
        var transaction = new SmtpClientTransaction
        {
            ReturnPath = ClientWorld.Address("j\u00f6rg@example.net"),
            Parameters = new MailParameters { SmtpUtf8 = true },
            Recipients = ClientWorld.To("bob@example.com", "eve@example.com").Recipients,
            Content = new BytesSource(ClientWorld.Message),
            Partial = true,
        };

        var result = await pool.SendAsync(transaction, CancellationToken.None);

        Assert.Equal([553, 553], result.Replies.Select(reply => reply.Code));
        Assert.Empty(hop.Messages);
    }

    [Fact]
    public async Task Passes_an_internationalized_message_on_where_that_is_offered()
    {
        await using var hop = new FakeNextHop { Extensions = ["SMTPUTF8", "DSN"] };
        using var pool = ClientWorld.Pool(hop.EndPoint);

        Assert.True((await pool.SendAsync(Utf8("bob"))).IsPositive);
        Assert.Equal("SMTPUTF8", Assert.Single(hop.Messages).MailParameters);
        Assert.Equal(SmtpExtensions.SmtpUtf8 | SmtpExtensions.Dsn, pool.Extensions);
    }

    [Fact]
    public async Task LMTP_gives_each_recipient_its_own_answer()
    {
        await using var hop = new ScriptedHop(
            [("", "220 hop\r\n"), ("LHLO", "250-hop\r\n250 PIPELINING\r\n"), ("MAIL", "250 Ok\r\n"), ("RCPT", "250 Ok\r\n"), ("RCPT", "550 Gone\r\n"),
            ("RCPT", "250 Ok\r\n"), ("DATA", "354 Go\r\n"), (".", "250 2.0.0 First\r\n452 4.2.2 Full\r\n")]);
        using var pool = ClientWorld.Pool(hop.EndPoint, lmtp: true);

        var result = await pool.SendAsync(ClientWorld.To(partial: true, ClientWorld.Message, "a@b.test", "gone@b.test", "full@b.test"), CancellationToken.None);

        Assert.Equal(["250 2.0.0 First", "550 Gone", "452 4.2.2 Full"], result.Replies.Select(reply => reply.ToString()));
    }

    [Fact]
    public async Task LMTP_keeps_the_answers_that_came_when_the_others_never_do()
    {
        await using var hop = new ScriptedHop(
            [("", "220 hop\r\n"), ("LHLO", "250 hop\r\n"), ("MAIL", "250 Ok\r\n"), ("RCPT", "250 Ok\r\n"), ("RCPT", "250 Ok\r\n"),
            ("DATA", "354 Go\r\n"), (".", "250 2.0.0 First\r\n"), ("", null)]);
        using var pool = ClientWorld.Pool(hop.EndPoint, lmtp: true);

        var result = await pool.SendAsync(ClientWorld.To("a@b.test", "b@b.test"), CancellationToken.None);

        Assert.Equal([250, 451], result.Replies.Select(reply => reply.Code));
    }

    [Fact]
    public async Task Names_the_client_by_XFORWARD_in_xtext()
    {
        await using var hop = new ScriptedHop(
            [("", "220 hop\r\n"), ("EHLO", "250-hop\r\n250-PIPELINING\r\n250 XFORWARD NAME ADDR PORT PROTO HELO SOURCE\r\n"),
            ("XFORWARD", "250 Ok\r\n"), ("MAIL", "250 Ok\r\n"), ("RCPT", "250 Ok\r\n"), ("DATA", "354 Go\r\n"), (".", "250 Taken\r\n")]);
        using var pool = ClientWorld.Pool(hop.EndPoint);

        Assert.Equal("250 Taken", (await pool.SendAsync(From(s_client))).ToString());
        Assert.Equal("XFORWARD NAME=[UNAVAILABLE] ADDR=IPV6:2001:db8::7 PORT=4711 PROTO=ESMTP HELO=a+3Db+2Bc", hop.Lines[1]);
    }

    [Fact]
    public async Task Names_the_client_by_XCLIENT_once_as_long_as_it_is_the_same()
    {
        const string Offer = "250-hop\r\n250 XCLIENT NAME ADDR\r\n";
        await using var hop = new ScriptedHop(
            [("", "220 hop\r\n"), ("EHLO", Offer), ("XCLIENT", "220 hop\r\n"), ("EHLO", "250 hop\r\n"),
            .. ClientWorldScripts.Plain[2..], .. ClientWorldScripts.Plain[2..],
            ("XCLIENT", "220 hop\r\n"), ("EHLO", "250 hop\r\n"), .. ClientWorldScripts.Plain[2..]]);
        using var pool = ClientWorld.Pool(hop.EndPoint);

        await pool.SendAsync(From(s_client));
        await pool.SendAsync(From(s_client));
        var other = s_client with { EndPoint = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 1), ReverseName = "mx.example.net", HelloName = "mx" };
        Assert.Equal("250 Taken", (await pool.SendAsync(From(other))).ToString());

        Assert.Equal(
            ["XCLIENT NAME=[UNAVAILABLE] ADDR=IPV6:2001:db8::7", "XCLIENT NAME=mx.example.net ADDR=192.0.2.1"],
            hop.Lines.Where(line => line.StartsWith("XCLIENT", StringComparison.Ordinal)));
        Assert.Equal(["EHLO filter.test", "EHLO a=b+c", "EHLO mx"], hop.Lines.Where(line => line.StartsWith("EHLO", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("XCLIENT", "XCLIENT HELO=<mail.example.com>")]
    [InlineData("XFORWARD", "XFORWARD HELO=<mail.example.com>")]
    public async Task Names_a_client_whose_HELO_has_angle_brackets(string verb, string line)
    {
        (string Expected, string? Answer)[] hello = verb == "XCLIENT" ? [("XCLIENT", "220 hop\r\n"), ("EHLO", "250 hop\r\n")] : [("XFORWARD", "250 Ok\r\n")];
        await using var hop = new ScriptedHop(
            [("", "220 hop\r\n"), ("EHLO", $"250-hop\r\n250 {verb} HELO\r\n"), .. hello, .. ClientWorldScripts.Plain[2..]]);
        using var pool = ClientWorld.Pool(hop.EndPoint);

        Assert.Equal("250 Taken", (await pool.SendAsync(From(s_client with { HelloName = "<mail.example.com>" }))).ToString());
        Assert.Equal(line, hop.Lines[1]);
    }

    [Fact]
    public async Task Sends_the_mail_all_the_same_when_XCLIENT_is_refused()
    {
        await using var hop = new ScriptedHop(
            [("", "220 hop\r\n"), ("EHLO", "250-hop\r\n250 XCLIENT NAME ADDR\r\n"), ("XCLIENT", "550 5.7.0 Not you\r\n"), .. ClientWorldScripts.Plain[2..]]);
        using var pool = ClientWorld.Pool(hop.EndPoint);

        Assert.Equal("250 Taken", (await pool.SendAsync(From(s_client))).ToString());
    }

    [Fact]
    public async Task A_probe_learns_what_is_offered_and_leaves_the_connection_for_the_first_message()
    {
        await using var hop = new FakeNextHop();
        using var pool = ClientWorld.Pool(hop.EndPoint);
        Assert.Null(pool.Extensions);

        await pool.ProbeAsync(CancellationToken.None);

        Assert.Equal(SmtpExtensions.SmtpUtf8 | SmtpExtensions.Dsn, pool.Extensions);
        Assert.True((await pool.SendAsync(ClientWorld.To("bob@example.com"))).IsPositive);
        Assert.Equal(1, hop.ConnectionCount);
    }

    private static SmtpClientTransaction Utf8(string localPart) => new()
    {
        ReturnPath = null,
        Parameters = new MailParameters { SmtpUtf8 = true },
        Recipients = [new(new EmailAddress(localPart, "example.com"), RcptParameters.None)],
        Content = new BytesSource(ClientWorld.Message),
        HasUtf8Header = true,
    };

    private static SmtpClientTransaction From(SmtpClientIdentity client) => new()
    {
        ReturnPath = ClientWorld.Address("ann@example.net"),
        Parameters = MailParameters.None,
        Recipients = [new(ClientWorld.Address("bob@example.com"), RcptParameters.None)],
        Content = new BytesSource(ClientWorld.Message),
        Identity = client,
    };
}
