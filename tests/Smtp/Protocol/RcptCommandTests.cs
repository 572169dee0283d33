using System.Text;
using MsLite.Smtp.Protocol;

namespace MsLite.Smtp.Tests.Protocol;

public sealed class RcptCommandTests
{
    [Theory]
    [InlineData("TO:<bob@example.net>", "bob@example.net")]
    [InlineData("to: <bob@example.net>", "bob@example.net")]
    [InlineData("TO:<postmaster>", "postmaster")]
    [InlineData("TO:<@a.example:bob@example.net>", "bob@example.net")]
    public void Reads_the_recipient(string argument, string expected)
    {
        Assert.Null(Parse(argument, out var command));
        Assert.Equal(expected, command.Recipient.ToString());
    }

    [Theory]
    [InlineData("NOTIFY=NEVER", "NEVER", null)]
    [InlineData("notify=success,Failure", "success,Failure", null)]
    [InlineData("NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;Bob+2B@Example.COM", "SUCCESS,FAILURE,DELAY", "rfc822;Bob+2B@Example.COM")]
    [InlineData("ORCPT=utf-8;e\\x{3D}mc2@\\x{30C9}.jp", null, null)]
    [InlineData("ORCPT=utf-8;jörg@example.net", null, "utf-8;jörg@example.net")]
    public void Keeps_the_parameters(string parameters, string? notify, string? original)
    {
        Assert.Null(Parse("TO:<bob@example.net> " + parameters, out var command));
        Assert.Equal(notify, command.Parameters.Notify);
        Assert.Equal(original ?? command.Parameters.OriginalRecipient, command.Parameters.OriginalRecipient);
    }

    [Theory]
    [InlineData("", "501 5.5.4 ")]
    [InlineData("FROM:<a@b.example>", "501 5.5.4 ")]
    [InlineData("TO:", "501 5.1.3 ")]
    [InlineData("TO:<>", "501 5.1.3 ")]
    [InlineData("TO:bob@example.net", "501 5.1.3 ")]
    [InlineData("TO:<bob>", "501 5.1.3 ")]
    [InlineData("TO:<a@b.example> FOO", "555 5.5.4 ")]
    [InlineData("TO:<a@b.example> NOTIFY", "501 5.5.4 ")]
    [InlineData("TO:<a@b.example> NOTIFY=", "501 5.5.4 ")]
    [InlineData("TO:<a@b.example> NOTIFY=CHIMICHANGA", "501 5.5.4 ")]
    [InlineData("TO:<a@b.example> NOTIFY=NEVER,DELAY", "501 5.5.4 ")]
    [InlineData("TO:<a@b.example> NOTIFY=DELAY,", "501 5.5.4 ")]
    [InlineData("TO:<a@b.example> NOTIFY=NEVER NOTIFY=NEVER", "501 5.5.4 ")]
    [InlineData("TO:<a@b.example> ORCPT=rfc822;", "501 5.5.4 ")]
    [InlineData("TO:<a@b.example> ORCPT=;bob", "501 5.5.4 ")]
    [InlineData("TO:<a@b.example> ORCPT=bob", "501 5.5.4 ")]
    [InlineData("TO:<a@b.example> ORCPT=rfc822;a+zz", "501 5.5.4 ")]
    [InlineData("TO:<a@b.example> ORCPT=rfc822;jörg", "501 5.5.4 ")]
    [InlineData("TO:<a@b.example> RRVS=2014-04-03T23:01:00Z", "555 5.5.4 ")]
    public void Says_what_is_wrong(string argument, string expected) =>
        Assert.StartsWith(expected, Parse(argument, out _)?.ToString(), StringComparison.Ordinal);

    [Fact]
    public void An_address_beyond_ASCII_needs_SMTPUTF8() =>
        Assert.Same(
            SmtpReplies.NeedsSmtpUtf8,
            RcptCommand.TryParse("TO:<jörg@example.net>"u8, SmtpExtensions.SmtpUtf8, smtpUtf8: false, out _));

    [Fact]
    public void Without_DSN_its_parameters_are_unknown() =>
        Assert.Same(
            SmtpReplies.UnknownParameter,
            RcptCommand.TryParse("TO:<bob@example.net> NOTIFY=NEVER"u8, SmtpExtensions.None, smtpUtf8: false, out _));

    [Fact]
    public void A_recipient_that_is_too_long_is_called_so() =>
        Assert.Same(SmtpReplies.RecipientTooLong, Parse($"TO:<{new string('x', 65)}@example.org>", out _));

    private static SmtpReply? Parse(string argument, out RcptCommand command) =>
        RcptCommand.TryParse(Encoding.UTF8.GetBytes(argument), SmtpExtensions.Dsn | SmtpExtensions.SmtpUtf8, smtpUtf8: true, out command);
}
