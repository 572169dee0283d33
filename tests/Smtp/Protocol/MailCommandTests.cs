using System.Text;
using MsLite.Smtp.Protocol;

namespace MsLite.Smtp.Tests.Protocol;

public sealed class MailCommandTests
{
    private const SmtpExtensions All = SmtpExtensions.Dsn | SmtpExtensions.SmtpUtf8;

    [Theory]
    [InlineData("FROM:<>", "")]
    [InlineData("from:<ann@example.org>", "ann@example.org")]
    [InlineData("FROM: <ann@example.org>", "ann@example.org")]
    [InlineData("FROM:<ann@example.org>  SIZE=1", "ann@example.org")]
    public void Reads_the_return_path(string argument, string expected)
    {
        Assert.Null(Parse(argument, All, out var command));
        Assert.Equal(expected, command.ReturnPath?.ToString() ?? "");
    }

    [Fact]
    public void Keeps_the_parameters()
    {
        Assert.Null(Parse("FROM:<a@b.example> size=100 BODY=8BITMIME smtputf8 PRDR Ret=hdrs envID=e+3Dmc2", All, out var command));
        Assert.Equal(
            new MailParameters { Size = 100, EightBitMime = true, SmtpUtf8 = true, Prdr = true, Ret = "HDRS", EnvelopeId = "e+3Dmc2" },
            command.Parameters);
    }

    [Theory]
    [InlineData("SIZE=0", 0L)]
    [InlineData("SIZE=18446744073709551615", long.MaxValue)]
    [InlineData("SIZE=99999999999999999999", long.MaxValue)]
    public void Size_has_up_to_twenty_digits(string parameter, long expected)
    {
        Assert.Null(Parse("FROM:<> " + parameter, All, out var command));
        Assert.Equal(expected, command.Parameters.Size);
    }

    [Theory]
    [InlineData("", "501 5.5.4 ")]
    [InlineData("FROM", "501 5.5.4 ")]
    [InlineData("FORM:<a@b.example>", "501 5.5.4 ")]
    [InlineData("FROM <a@b.example>", "501 5.5.4 ")]
    [InlineData("FROM:", "501 5.1.7 ")]
    [InlineData("FROM:a@b.example", "501 5.1.7 ")]
    [InlineData("FROM:<postmaster>", "501 5.1.7 ")]
    [InlineData("FROM:<ann>", "501 5.1.7 ")]
    [InlineData("FROM:<a@b.example>x", "501 5.1.7 ")]
    [InlineData("FROM:<a@b.example>SIZE=1", "501 5.1.7 ")]
    [InlineData("FROM:<a@b.example> SIZE", "501 5.5.4 ")]
    [InlineData("FROM:<a@b.example> SIZE=", "501 5.5.4 ")]
    [InlineData("FROM:<a@b.example> SIZE=-1", "501 5.5.4 ")]
    [InlineData("FROM:<a@b.example> SIZE=rabbit", "501 5.5.4 ")]
    [InlineData("FROM:<a@b.example> SIZE=123456789012345678901", "501 5.5.4 ")]
    [InlineData("FROM:<a@b.example> SIZE=1 SIZE=1", "501 5.5.4 ")]
    [InlineData("FROM:<a@b.example> SIZE=1 size=2", "501 5.5.4 ")]
    [InlineData("FROM:<a@b.example> PRDR PRDR", "501 5.5.4 ")]
    [InlineData("FROM:<a@b.example> PRDR=yes", "501 5.5.4 ")]
    [InlineData("FROM:<a@b.example> BODY=9BIT", "501 5.5.4 ")]
    [InlineData("FROM:<a@b.example> BODY", "501 5.5.4 ")]
    [InlineData("FROM:<a@b.example> BODY=BINARYMIME", "555 5.5.4 ")]
    [InlineData("FROM:<a@b.example> BODY=8BITMIME BODY=7BIT", "501 5.5.4 ")]
    [InlineData("FROM:<a@b.example> SMTPUTF8=YES", "501 5.5.4 ")]
    [InlineData("FROM:<a@b.example> RET=ENCHILADA", "501 5.5.4 ")]
    [InlineData("FROM:<a@b.example> ENVID=", "501 5.5.4 ")]
    [InlineData("FROM:<a@b.example> ENVID=a+3", "501 5.5.4 ")]
    [InlineData("FROM:<a@b.example> ENVID=a+3d", "501 5.5.4 ")]
    [InlineData("FROM:<a@b.example> FOO=BAR", "555 5.5.4 ")]
    [InlineData("FROM:<a@b.example> AUTH=<>", "555 5.5.4 ")]
    [InlineData("FROM:<a@b.example> =x", "501 5.5.4 ")]
    [InlineData("FROM:<a@b.example> -a=x", "501 5.5.4 ")]
    [InlineData("FROM:<a@b.example> FOO=a=b", "501 5.5.4 ")]
    public void Says_what_is_wrong(string argument, string expected) =>
        Assert.StartsWith(expected, Parse(argument, All, out _)?.ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("SMTPUTF8")]
    [InlineData("RET=FULL")]
    [InlineData("ENVID=x")]
    public void A_parameter_that_was_not_offered_is_unknown(string parameter) =>
        Assert.Same(SmtpReplies.UnknownParameter, Parse("FROM:<a@b.example> " + parameter, SmtpExtensions.None, out _));

    [Fact]
    public void An_address_beyond_ASCII_needs_SMTPUTF8()
    {
        Assert.Same(SmtpReplies.NeedsSmtpUtf8, Parse("FROM:<jörg@example.org>", All, out _));
        Assert.Null(Parse("FROM:<jörg@example.org> SMTPUTF8", All, out var command));
        Assert.Equal("jörg", command.ReturnPath!.LocalPart);
    }

    [Fact]
    public void An_envelope_id_has_a_hundred_characters_at_most()
    {
        Assert.Null(Parse("FROM:<> ENVID=" + new string('x', 100), All, out _));
        Assert.Same(SmtpReplies.BadParameter, Parse("FROM:<> ENVID=" + new string('x', 101), All, out _));
    }

    [Fact]
    public void A_sender_that_is_too_long_is_called_so() =>
        Assert.Same(SmtpReplies.SenderTooLong, Parse($"FROM:<{new string('x', 65)}@example.org>", All, out _));

    private static SmtpReply? Parse(string argument, SmtpExtensions offered, out MailCommand command) =>
        MailCommand.TryParse(Encoding.UTF8.GetBytes(argument), offered, out command);
}
