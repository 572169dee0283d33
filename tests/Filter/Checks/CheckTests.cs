using System.Text;
using MsLite.Filter.Checks;
using MsLite.Filter.Policy;
using MsLite.Mail.Mime;

namespace MsLite.Filter.Tests.Checks;

/// <summary>Each check by itself, against the reasons of the contract.</summary>
public sealed class CheckTests
{
    private const string Ordinary = "From: Ann <ann@example.net>\r\nDate: Mon, 15 Jun 2026 12:00:00 +0000\r\nSubject: hello\r\n\r\nhello\r\n";

    [Theory]
    [InlineData("ann@example.net", null)]
    [InlineData("", null)]
    [InlineData("Ann@Localhost", "Sender seems bogus: ann@localhost")]
    [InlineData("ann.smith@localhost", "Sender seems bogus: ann.smith@localhost")]
    [InlineData("ann@localhost.", "Sender seems bogus: ann@localhost")]
    [InlineData("ann@[192.0.2.1]", null)]
    public async Task Sender(string from, string? reason) => await AssertAsync(new SenderCheck(), reason, Ordinary, from);

    [Theory]
    [InlineData("mail.example.net", null)]
    [InlineData("mail.example.net.", null)]
    [InlineData("[192.0.2.1]", null)]
    [InlineData("[IPv6:2001:db8::1]", null)]
    [InlineData("[ipv6:2001:db8::1]", null)]
    [InlineData("xn--bcher-kva.example", null)]
    [InlineData("lan.example", null)]
    [InlineData("notlocal", "HELO should be qualified")]
    [InlineData("localhost.", "HELO should be qualified")]
    [InlineData("2001:db8::1", "HELO should be qualified")]
    [InlineData("", "HELO should be qualified")]
    [InlineData("my_host", "Invalid character in HELO: _")]
    [InlineData("my_host.example.net", "Invalid character in HELO: _")]
    [InlineData("[a_b]", "Invalid character in HELO: _")]
    [InlineData("192.0.2.1", "HELO should not be an IP address")]
    [InlineData("192.0.2.1.", "HELO should not be an IP address")]
    [InlineData("999.0.2.1", "HELO should not be an IP address")]
    [InlineData("::ffff:192.0.2.1", "HELO should not be an IP address")]
    [InlineData("printer.lan", "HELO should not have a local domain")]
    [InlineData("mac.LOCAL", "HELO should not have a local domain")]
    [InlineData("host.localdomain.", "HELO should not have a local domain")]
    [InlineData("ip-10-0-0-1.eu.Internal", "HELO should not have a local domain")]
    [InlineData("1.2.3.4.example.net", null)]
    public async Task Helo(string name, string? reason) => await AssertAsync(new HeloCheck(), reason, Ordinary, helo: name);

    [Theory]
    [InlineData("Date: Mon, 15 Jun 2026 12:00:00 +0000\r\n\r\nx", null)]
    [InlineData("date: nonsense\r\n\r\nx", null)]
    [InlineData("Subject: x\r\n\r\nDate: in the body\r\n", "Missing header - Date:")]
    [InlineData("Date:\r\n\r\nx", "Missing header - Date:")]
    [InlineData("Date: \t \r\n \r\nX: y\r\n\r\nx", "Missing header - Date:")]
    [InlineData("X-Date: now\r\n\r\nx", "Missing header - Date:")]
    [InlineData("", "Missing header - Date:")]
    public async Task Date(string message, string? reason) => await AssertAsync(new DateCheck(), reason, message);

    [Theory]
    [InlineData("Subject: x\r\n\r\nx\r\n", null)]
    [InlineData("Subject: x\r\n\r\n", "Empty body")]
    [InlineData("Subject: x\r\n\r\n \t\r\n\r\n", "Empty body")]
    [InlineData("Subject: x\r\n", "Empty body")]
    [InlineData("", "Empty body")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\n\r\n--b--\r\n", null)]
    public async Task Empty_body(string message, string? reason) => await AssertAsync(new EmptyBodyCheck(), reason, message);

    [Theory]
    [InlineData("Subject: Devel post from spam@example.net requires approval", true)]
    [InlineData("Subject: POST from x Requires\r\n   Approval", true)]
    [InlineData("Subject: =?utf-8?q?Devel_post_from_x=40example=2Enet_requires_approval?=", true)]
    [InlineData("Subject: post  from\tx requires approval", true)]
    [InlineData("Subject: post from post from x requires approval", true)]
    [InlineData("Subject: post from x y requires approval", false)]
    [InlineData("Subject: post from requires approval", false)]
    [InlineData("Subject: 3 Logcheck-devel moderator request(s) waiting", true)]
    [InlineData("Subject: 3 Devel moderator request(s) waiting", false)]
    [InlineData("Subject: hello", false)]
    [InlineData("X-Subject: Devel post from x requires approval", false)]
    [InlineData("X: y", false)]
    public async Task Mailman(string header, bool refused) =>
        await AssertAsync(new MailmanCheck(), refused ? "mailman posts not accepted here" : null, header + "\r\n\r\nx");

    [Theory]
    [InlineData("From: ann@example.net", null)]
    [InlineData("From: \"Smith, -Ann\" <ann@example.net>", null)]
    [InlineData("From: \"|\" <ann@example.net>, bob@example.net", null)]
    [InlineData("From: -Ann- <ann@example.net>", null)]
    [InlineData("From: MAILER-DAEMON (Mail Delivery System)", null)]
    [InlineData("From: <>", null)]
    [InlineData("X-From: ann@example.net", "From: missing or empty.")]
    [InlineData("From:", "From: missing or empty.")]
    [InlineData("From:  \r\n\t", "From: missing or empty.")]
    [InlineData("From: |Cmd@Example.net", "Bogus initial character From header : |cmd@example.net")]
    [InlineData("From: Ann <-ann@example.net>", "Bogus initial character From header : -ann@example.net")]
    [InlineData("From: _ann@example.net", "Bogus initial character From header : _ann@example.net")]
    [InlineData("From: Ann <!ann@example.net>", "Bogus initial character From header : !ann@example.net")]
    [InlineData("From: ann@example.net, \"B\" <-bob@example.net>", "Bogus initial character From header : -bob@example.net")]
    [InlineData("From: Ann <ann@@example.net>", "From: contains two '@' signs : ann@@example.net")]
    [InlineData("From: ann@@example.net", "From: contains two '@' signs : ann@@example.net")]
    [InlineData("From: ann@example.net\r\nFrom: |x@example.net", "Bogus initial character From header : |x@example.net")]
    public async Task Address(string header, string? reason) => await AssertAsync(new AddressCheck(), reason, header + "\r\n\r\nx");

    [Theory]
    [InlineData("X-Mailer: The Bat! (v2.00) Personal", "Bad mailer: The Bat! (v2.00) Personal")]
    [InlineData("x-mailer: =?utf-8?q?THE_BAT?=", "Bad mailer: THE BAT")]
    [InlineData("X-Mailer: GloboMail ", "Bad mailer: GloboMail")]
    [InlineData("X-Mailer: globomail 2", null)]
    [InlineData("X-Mailer: the other bat", null)]
    [InlineData("User-Agent: The Bat!", null)]
    public async Task Mailers(string header, string? reason) => await AssertAsync(new MailersCheck(), reason, header + "\r\n\r\nx");

    [Theory]
    [InlineData("a@PayPal.com", "", "Missing DKIM signature on mail from a@paypal.com")]
    [InlineData("a@amazon.co.uk", "", "Missing DKIM signature on mail from a@amazon.co.uk")]
    [InlineData("a@paypal.com", "DKIM-Signature: v=1", null)]
    [InlineData("a@paypal.com", "domainkey-signature: a=rsa-sha1", null)]
    [InlineData("a@mail.paypal.com", "", null)]
    [InlineData("a@paypal", "", null)]
    [InlineData("a@notpaypal.com", "", null)]
    [InlineData("a@paypal-mail.com", "", null)]
    [InlineData("", "", null)]
    public async Task Dkim(string from, string header, string? reason) =>
        await AssertAsync(new DkimCheck(), reason, (header.Length == 0 ? "" : header + "\r\n") + Ordinary, from);

    private static async Task AssertAsync(ICheck check, string? reason, string message, string from = "ann@example.net", string helo = "mail.example.net")
    {
        var transaction = PolicyWorld.Mail(from, "192.0.2.7", ["bob@example.com"], helo: helo);
        transaction.Message = MimeMessage.Parse(Encoding.UTF8.GetBytes(message));

        var result = await check.ExamineAsync(transaction, PolicyBody.Empty, CancellationToken.None);

        var expected = reason is null ? CheckOutcome.Pass : CheckOutcome.Refuse;
        Assert.Equal((expected, reason ?? ""), (result.Outcome, result.Detail));
    }
}
