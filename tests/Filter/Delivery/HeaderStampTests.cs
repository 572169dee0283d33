using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MsLite.Harness;
using MsLite.Mail.Mime;
using MsLite.Smtp;

namespace MsLite.Filter.Tests.Delivery;

public sealed class HeaderStampTests : IDisposable
{
    private const string Message = "Subject: hello\r\n\r\nbody\r\n";

    private readonly DeliveryWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Says_who_sent_to_whom_and_by_which_way()
    {
        var transaction = await _world.ReceiveAsync(Message, reverseName: "mail.example.net");

        var text = await DeliveryWorld.TextAsync(_world.Stamp.ForDelivery(transaction, [DeliveryWorld.To("Bob@Example.com")]));

        Assert.Equal(
            "Received: from mail.example.net (mail.example.net [192.0.2.7])\r\n"
            + "\tby mx.example.org (MsLite.Web) with ESMTP id id1\r\n"
            + "\tfor <Bob@Example.com>; Fri, 5 Jun 2026 12:00:00 +0000\r\n"
            + "Authentication-Results: mx.example.org; none\r\n"
            + "X-HELO: mail.example.net\r\n"
            + "X-REMOTE-IP: 192.0.2.7\r\n"
            + "X-REMOTE-HOST: mail.example.net\r\n"
            + "X-MAIL-FROM: ann@example.net\r\n"
            + "X-RCPT-TO: Bob@Example.com\r\n"
            + "X-DOMAIN: example.com\r\n"
            + "X-LOCALPART: Bob\r\n"
            + Message,
            text);
    }

    [Fact]
    public async Task Does_not_tell_recipients_of_each_other()
    {
        var transaction = await _world.ReceiveAsync(Message);
        var stamped = _world.Stamp.ForDelivery(transaction, [DeliveryWorld.To("bob@example.com"), DeliveryWorld.To("eve@example.com")]);

        var text = await DeliveryWorld.TextAsync(stamped);

        Assert.DoesNotContain("bob", text, StringComparison.Ordinal);
        Assert.DoesNotContain("eve", text, StringComparison.Ordinal);
        Assert.Contains("X-DOMAIN: example.com\r\n", text, StringComparison.Ordinal);
        Assert.Contains("with ESMTP id id1;\r\n\tFri, 5 Jun", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_no_domain_when_there_are_several()
    {
        var transaction = await _world.ReceiveAsync(Message);
        var stamped = _world.Stamp.ForDelivery(transaction, [DeliveryWorld.To("bob@example.com"), DeliveryWorld.To("eve@example.org")]);

        Assert.DoesNotContain("X-DOMAIN", await DeliveryWorld.TextAsync(stamped), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_what_is_not_known_and_the_null_path()
    {
        using var world = new DeliveryWorld { Client = DeliveryWorld.NewClient("2001:db8::7", null, extended: false) };
        var transaction = await world.ReceiveAsync(Message, from: null);

        var text = await DeliveryWorld.TextAsync(world.Stamp.ForDelivery(transaction, [DeliveryWorld.To("bob@example.com")]));

        Assert.StartsWith("Received: from unknown (unknown [IPv6:2001:db8::7])\r\n\tby mx.example.org (MsLite.Web) with SMTP id", text, StringComparison.Ordinal);
        Assert.Contains("X-HELO:\r\nX-REMOTE-IP: 2001:db8::7\r\nX-REMOTE-HOST: unknown\r\nX-MAIL-FROM:\r\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, null, false, "ESMTP")]
    [InlineData(true, "TLSv1.3", false, "ESMTPS")]
    [InlineData(true, "TLSv1.3", true, "UTF8SMTPS")]
    [InlineData(false, null, false, "SMTP")]
    public async Task Names_the_protocol_as_RFC_3848_does(bool extended, string? tls, bool utf8, string protocol)
    {
        using var world = new DeliveryWorld { Client = DeliveryWorld.NewClient("192.0.2.7", "a.b", extended, tls) };
        var transaction = await world.ReceiveAsync(Message, parameters: new MailParameters { SmtpUtf8 = utf8 });

        var text = await DeliveryWorld.TextAsync(world.Stamp.ForDelivery(transaction, [DeliveryWorld.To("bob@example.com")]));

        Assert.Contains($" with {protocol} id id1\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writes_the_date_of_the_operators_own_zone()
    {
        var zone = TimeZoneInfo.CreateCustomTimeZone("x", TimeSpan.FromMinutes(-210), "x", "x");
        using var world = new DeliveryWorld { Clock = new ManualClock(new DateTimeOffset(2026, 1, 1, 1, 2, 3, TimeSpan.Zero), zone) };
        var transaction = await world.ReceiveAsync(Message);

        var text = await DeliveryWorld.TextAsync(world.Stamp.ForDelivery(transaction, [DeliveryWorld.To("bob@example.com")]));

        Assert.Contains("; Wed, 31 Dec 2025 21:32:03 -0330\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Carries_what_authentication_found()
    {
        var transaction = await _world.ReceiveAsync(Message);
        transaction.AuthenticationResults.AddRange(["spf=pass smtp.mailfrom=example.net", "dkim=none"]);
        transaction.DkimResult = "none";

        var text = await DeliveryWorld.TextAsync(_world.Stamp.ForDelivery(transaction, [DeliveryWorld.To("bob@example.com")]));

        Assert.Contains(
            "Authentication-Results: mx.example.org;\r\n\tspf=pass smtp.mailfrom=example.net;\r\n\tdkim=none\r\n", text, StringComparison.Ordinal);
        Assert.Contains("X-LOCALPART: bob\r\nX-DKIM-RESULT: none\r\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "bob@example.com")]
    [InlineData(false, "eve@example.org")]
    [InlineData(false, "bob@example.com", "eve@example.org")]
    public async Task Says_what_the_checks_of_everybody_who_gets_the_copy_have_found(bool isSaid, params string[] to)
    {
        var transaction = await _world.ReceiveAsync(Message);
        transaction.Keep(DeliveryWorld.To("bob@example.com"), [("X-RSPAMD", "no action (1)")]);
        transaction.Keep(DeliveryWorld.To("bob@example.com"), [("X-RSPAMD", "no action (1)")]);

        var text = await DeliveryWorld.TextAsync(_world.Stamp.ForDelivery(transaction, [.. to.Select(DeliveryWorld.To)]));

        Assert.Equal(isSaid ? 2 : 1, text.Split("X-RSPAMD: no action (1)\r\n").Length);
    }

    [Fact]
    public async Task An_archived_copy_says_why_it_was_refused()
    {
        var transaction = await _world.ReceiveAsync(Message);
        var verdict = new Verdict(VerdictKind.Refuse, "HELO should be qualified", "checks/helo", null, []);

        var fields = Encoding.UTF8.GetString(_world.Stamp.ForArchive(transaction, DeliveryWorld.To("bob@example.com"), verdict).Span);

        Assert.EndsWith("X-LOCALPART: bob\r\nX-REJECT-REASON: HELO should be qualified\r\nX-REJECT-PLUGIN: checks/helo\r\n", fields, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_HELO_can_neither_close_the_comment_nor_end_the_field()
    {
        using var world = new DeliveryWorld { Client = DeliveryWorld.NewClient("192.0.2.7", "a (b) by trusted; \r\nX-REMOTE-IP: 127.0.0.1") };
        var transaction = await world.ReceiveAsync(Message);

        var text = await DeliveryWorld.TextAsync(world.Stamp.ForDelivery(transaction, [DeliveryWorld.To("bob@example.com")]));

        Assert.StartsWith("Received: from a??b??by?trusted????X-REMOTE-IP:?127.0.0.1 (unknown [192.0.2.7])\r\n", text, StringComparison.Ordinal);
        Assert.Contains("X-HELO: a (b) by trusted; ??X-REMOTE-IP: 127.0.0.1\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_begins_with_a_folded_line_does_not_go_on_with_our_last_field()
    {
        var transaction = await _world.ReceiveAsync(" 127.0.0.1\r\nSubject: x\r\n\r\n");

        var text = await DeliveryWorld.TextAsync(_world.Stamp.ForDelivery(transaction, [DeliveryWorld.To("bob@example.com")]));

        using var stream = new MemoryStream(Encoding.Latin1.GetBytes(text));
        Assert.Equal("bob", MimeMessage.Parse(stream).Headers.Find("X-LOCALPART")!.Value);
        Assert.EndsWith(" 127.0.0.1\r\nSubject: x\r\n\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_a_stranger_says_stays_in_one_field_of_sound_lines()
    {
        Prop.ForAll<NonNull<string>, PositiveInt>((text, times) =>
        {
            var value = string.Concat(Enumerable.Repeat(text.Get, times.Get * 10));
            var writer = new FieldWriter();
            writer.Add("X-HELO", value);
            writer.Add("X-NEXT", "next");

            var bytes = writer.Written.ToArray();
            using var stream = new MemoryStream([.. bytes, .. "\r\n"u8]);
            var headers = MimeMessage.Parse(stream).Headers;
            Assert.Equal(["X-HELO", "X-NEXT"], headers.Select(field => field.Name));
            Assert.All(Encoding.Latin1.GetString(bytes).Split("\r\n"), line => Assert.InRange(line.Length, 0, 998));
            Assert.DoesNotContain(Encoding.Latin1.GetString(bytes).Split("\r\n")[..^1], string.IsNullOrWhiteSpace);
            Assert.True(new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(bytes) > 0);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Keeps_every_character_of_a_value_that_needs_more_than_one_line()
    {
        var value = string.Join(' ', Enumerable.Range(0, 700).Select(i => $"w\u00f6rd{i}"));
        var writer = new FieldWriter();
        writer.Add("X-HELO", value);

        using var stream = new MemoryStream([.. writer.Written.ToArray(), .. "\r\n"u8]);
        Assert.Equal(value, Assert.Single(MimeMessage.Parse(stream).Headers).Value);
    }
}
