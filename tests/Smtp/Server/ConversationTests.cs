namespace MsLite.Smtp.Tests.Server;

/// <summary>What each command is answered, however its bytes arrive. The first reply is the greeting.</summary>
public sealed class ConversationTests
{
    private const string Hello = "EHLO c.example.org\r\n";
    private const string Envelope = "MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.net>\r\n";

    [Theory]
    [InlineData("HELO c.example.org", "250")]
    [InlineData("EHLO c.example.org", "250")]
    [InlineData("EHLO [192.0.2.7]", "250")]
    [InlineData("EHLO bad_name", "250")]
    [InlineData("HELO", "501/5.5.4")]
    [InlineData("EHLO", "501/5.5.4")]
    [InlineData("EHLO  ", "501/5.5.4")]
    [InlineData("EHLO two words", "250")]
    [InlineData("EHLO ü", "501/5.5.4")]
    [InlineData("MAIL FROM:<a@example.org>", "503/5.5.1")]
    [InlineData("RCPT TO:<a@example.org>", "503/5.5.1")]
    [InlineData("DATA", "503/5.5.1")]
    [InlineData("STARTTLS", "503/5.5.1")]
    [InlineData("RSET", "250/2.0.0")]
    [InlineData("RSET now", "501/5.5.4")]
    [InlineData("NOOP", "250/2.0.0")]
    [InlineData("NOOP whatever", "250/2.0.0")]
    [InlineData("HELP", "214/2.0.0")]
    [InlineData("HELP MAIL", "214/2.0.0")]
    [InlineData("VRFY bob", "252/2.5.0")]
    [InlineData("VRFY", "252/2.5.0")]
    [InlineData("EXPN list", "502/5.5.1")]
    [InlineData("AUTH PLAIN AHVzZXI=", "502/5.5.1")]
    [InlineData("BDAT 10 LAST", "502/5.5.1")]
    [InlineData("ETRN example.org", "502/5.5.1")]
    [InlineData("TURN", "502/5.5.1")]
    [InlineData("XYZZY", "500/5.5.1")]
    [InlineData("PROXY TCP4 203.0.113.9 192.0.2.1 1 2", "500/5.5.1")]
    [InlineData("XCLIENT ADDR=203.0.113.9", "550/5.7.0")]
    [InlineData("", "500/5.5.2")]
    [InlineData("NO\0OP", "500/5.5.2")]
    [InlineData("NOOP\rNOOP", "500/5.5.2")]
    [InlineData("NOOP\nMAIL FROM:<a@example.org>", "500/5.5.2")]
    [InlineData("QUIT now", "501/5.5.4")]
    public async Task Before_the_greeting(string command, string expected) =>
        Assert.Equal($"220 {expected} 221/2.0.0", await CodesAsync($"{command}\r\nQUIT\r\n"));

    [Theory]
    [InlineData("MAIL FROM:<a@example.org>\r\nMAIL FROM:<a@example.org>", "250/2.1.0 503/5.5.1")]
    [InlineData("RCPT TO:<a@example.org>", "503/5.5.1")]
    [InlineData("DATA", "503/5.5.1")]
    [InlineData("MAIL FROM:<a@example.org>\r\nDATA", "250/2.1.0 503/5.5.1")]
    [InlineData("MAIL FROM:<a@example.org>\r\nRCPT TO:<refused@example.net>\r\nDATA", "250/2.1.0 550/5.7.1 554/5.5.1")]
    [InlineData("MAIL FROM:<a@example.org>\r\nRCPT TO:<>\r\nDATA", "250/2.1.0 501/5.1.3 554/5.5.1")]
    [InlineData(Envelope + "DATA now", "250/2.1.0 250/2.1.5 501/5.5.4")]
    [InlineData(Envelope + "RSET\r\nDATA", "250/2.1.0 250/2.1.5 250/2.0.0 503/5.5.1")]
    [InlineData(Envelope + Hello + "DATA", "250/2.1.0 250/2.1.5 250 503/5.5.1")]
    [InlineData(Envelope + "HELO c\r\nRCPT TO:<a@example.org>", "250/2.1.0 250/2.1.5 250 503/5.5.1")]
    [InlineData(Envelope + "EHLO\r\nDATA\r\n.", "250/2.1.0 250/2.1.5 501/5.5.4 354 250/2.0.0")]
    [InlineData("MAIL FROM:<a@example.org> SIZE=52428800", "250/2.1.0")]
    [InlineData("MAIL FROM:<a@example.org> SIZE=52428801", "552/5.3.4")]
    [InlineData("MAIL FROM:<a@example.org> SIZE=99999999999999999999", "552/5.3.4")]
    [InlineData("MAIL FROM:<a@example.org> FOO=BAR", "555/5.5.4")]
    [InlineData("MAIL FROM:<\u00c3\u00bc@example.org>", "553/5.6.7")]
    [InlineData("MAIL FROM:<\u00fc@example.org>", "501/5.1.7")]
    [InlineData("MAIL FROM:<a@example.org> SMTPUTF8", "555/5.5.4")]
    [InlineData("MAIL FROM:<a@example.org> RET=FULL", "555/5.5.4")]
    [InlineData(Envelope + "DATA\r\nSubject: x\r\n\r\nbody\r\n.", "250/2.1.0 250/2.1.5 354 250/2.0.0")]
    [InlineData(Envelope + "DATA\r\n.\r\n" + Envelope + "DATA\r\n.", "250/2.1.0 250/2.1.5 354 250/2.0.0 250/2.1.0 250/2.1.5 354 250/2.0.0")]
    [InlineData(Envelope + "DATA\r\nSTARTTLS\r\nQUIT\r\n.", "250/2.1.0 250/2.1.5 354 250/2.0.0")]
    [InlineData(Envelope + "DATA\r\nx\ny\r\n.", "250/2.1.0 250/2.1.5 354 554/5.6.11")]
    [InlineData(Envelope + "DATA\r\nx\r.\r\ny\r\n.\r\nRCPT TO:<b@example.net>", "250/2.1.0 250/2.1.5 354 554/5.6.11 503/5.5.1")]
    public async Task After_the_greeting(string commands, string expected) =>
        Assert.Equal($"220 250 {expected} 221/2.0.0", await CodesAsync($"{Hello}{commands}\r\nQUIT\r\n"));

    [Fact]
    public async Task The_third_unrecognised_command_ends_the_session() =>
        Assert.Equal("220 500/5.5.1 250/2.0.0 500/5.5.1 521/5.5.1", await CodesAsync("GET / HTTP/1.1\r\nNOOP\r\nHost: x\r\nUser-Agent: y\r\nNOOP\r\n"));

    [Fact]
    public async Task The_tenth_bad_command_ends_the_session()
    {
        var bad = "EHLO\r\nNO\rOP\r\nDATA\r\nAUTH\r\nXYZZY\r\n" + new string('x', 600) + "\r\nNOOP\nx\r\nRSET now\r\n\r\n";
        Assert.Equal(
            "220 501/5.5.4 500/5.5.2 503/5.5.1 502/5.5.1 500/5.5.1 500/5.5.2 500/5.5.2 501/5.5.4 500/5.5.2 250/2.0.0 421/4.7.0",
            await CodesAsync(bad + "NOOP\r\nMAIL FROM:<x>\r\nNOOP\r\n"));
    }

    [Fact]
    public async Task Refused_recipients_and_sizes_are_no_bad_commands()
    {
        var probes = string.Concat(Enumerable.Repeat("RCPT TO:<refused@example.net>\r\n", 20)) + "DATA\r\nRSET\r\n"
            + string.Concat(Enumerable.Repeat("MAIL FROM:<a@example.org> SIZE=99999999999\r\n", 20));
        Assert.EndsWith(" 221/2.0.0", await CodesAsync($"{Hello}MAIL FROM:<a@example.org>\r\n{probes}QUIT\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_of_512_octets_are_taken_and_longer_ones_thrown_away() =>
        Assert.Equal(
            "220 250/2.0.0 500/5.5.2 250/2.0.0",
            await CodesAsync("NOOP " + new string('x', 505) + "\r\nNOOP " + new string('x', 506) + "\r\nNOOP\r\n"));

    [Fact]
    public async Task A_line_that_never_ends_is_not_kept() => Assert.Equal("220 500/5.5.2", await CodesAsync(new string('x', 200_000) + "\r\n"));

    [Fact]
    public async Task A_TLS_record_is_answered_at_once() =>
        Assert.Equal("220 554/5.5.1", await CodesAsync("\x16\x03\x01\x02\0\x01\0" + new string('\x01', 500)));

    [Fact]
    public async Task EHLO_offers_what_we_can()
    {
        var lines = await Transcript.RunAsync(Hello + "HELO c\r\nQUIT\r\n", server => server.Sessions.Extensions = SmtpExtensions.Dsn | SmtpExtensions.SmtpUtf8);
        Assert.Equal(
            [
                "220 mx.example.net ESMTP", "250-mx.example.net", "250-PIPELINING", "250-SIZE 52428800", "250-8BITMIME", "250-ENHANCEDSTATUSCODES",
                "250-PRDR", "250-LIMITS RCPTMAX=1000", "250-SMTPUTF8", "250 DSN", "250 mx.example.net", "221 2.0.0 Closing the connection, good bye",
            ],
            lines);
    }

    [Fact]
    public async Task A_thousand_recipients_share_a_transaction_and_no_more()
    {
        var recipients = string.Concat(Enumerable.Range(0, 1001).Select(i => $"RCPT TO:<u{i}@example.net>\r\n"));
        var codes = await CodesAsync($"{Hello}MAIL FROM:<>\r\n{recipients}DATA\r\n.\r\nQUIT\r\n");
        Assert.Equal(1000, codes.Split(' ').Count(code => code == "250/2.1.5"));
        Assert.EndsWith("452/4.5.3 354 250/2.0.0 221/2.0.0", codes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_leaves_is_no_failure()
    {
        Assert.Equal("220 250 250/2.1.0", await CodesAsync(Hello + "MAIL FROM:<a@example.org>\r\nRCPT TO:<b@exa"));
        Assert.Equal("220 250 250/2.1.0 250/2.1.5 354", await CodesAsync(Hello + Envelope + "DATA\r\nhalf a mess"));
        Assert.Equal("220", await CodesAsync(""));
    }

    [Fact]
    public async Task A_reply_never_holds_what_a_stranger_put_into_it()
    {
        var lines = await Transcript.RunAsync(Hello + "QUIT\r\n", server => server.Sessions.OnHello = name => new SmtpReply(250, null, $"{name}\r\n221 bye\0"));
        Assert.Equal("250-c.example.org  221 bye ", lines[1]);
    }

    private static async Task<string> CodesAsync(string input) => Transcript.Codes(await Transcript.RunAsync(input, Arrange));

    private static void Arrange(InMemoryServer server) => server.Sessions.OnRcpt = to => to.LocalPart == "refused"
        ? new SmtpReply(550, "5.7.1", $"Relay attempt for {to.Domain}")
        : new SmtpReply(250, "2.1.5", "Recipient noted");
}
