using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MsLite.Smtp.Protocol;

namespace MsLite.Smtp.Tests.Protocol;

public sealed class SmtpCommandParserTests
{
    [Theory]
    [InlineData("EHLO mail.example.org", "Ehlo", "mail.example.org")]
    [InlineData("ehlo mail.example.org", "Ehlo", "mail.example.org")]
    [InlineData("HeLo x", "Helo", "x")]
    [InlineData("MAIL FROM:<a@b.example> SIZE=1", "Mail", "FROM:<a@b.example> SIZE=1")]
    [InlineData("RCPT  TO:<a@b.example>  ", "Rcpt", "TO:<a@b.example>")]
    [InlineData("DATA", "Data", "")]
    [InlineData("DATA  \t ", "Data", "")]
    [InlineData("RSET", "Rset", "")]
    [InlineData("NOOP anything", "Noop", "anything")]
    [InlineData("QUIT", "Quit", "")]
    [InlineData("VRFY bob", "Vrfy", "bob")]
    [InlineData("EXPN list", "Expn", "list")]
    [InlineData("HELP", "Help", "")]
    [InlineData("STARTTLS", "StartTls", "")]
    [InlineData("starttls", "StartTls", "")]
    [InlineData("XCLIENT ADDR=1.2.3.4", "Xclient", "ADDR=1.2.3.4")]
    [InlineData("AUTH PLAIN", "NotImplemented", "PLAIN")]
    [InlineData("BDAT 10 LAST", "NotImplemented", "10 LAST")]
    [InlineData("ETRN x", "NotImplemented", "x")]
    [InlineData("TURN", "NotImplemented", "")]
    [InlineData("GET / HTTP/1.1", "Unrecognised", "/ HTTP/1.1")]
    [InlineData("LHLO x", "Unrecognised", "x")]
    [InlineData("NOOPS", "Unrecognised", "")]
    [InlineData("PROXY TCP4 1.2.3.4 1.2.3.4 1 2", "Unrecognised", "TCP4 1.2.3.4 1.2.3.4 1 2")]
    [InlineData(" NOOP", "Unrecognised", "NOOP")]
    [InlineData("ÄÖÜß", "Unrecognised", "")]
    public void Tells_verb_from_argument(string line, string verb, string argument)
    {
        var command = SmtpCommandParser.Parse(Encoding.Latin1.GetBytes(line));
        Assert.Equal((verb, argument), (command.Verb.ToString(), Encoding.Latin1.GetString(command.Argument.Span)));
    }

    [Fact]
    public void No_bytes_make_a_parser_fail() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            var command = SmtpCommandParser.Parse(bytes);
            MailCommand.TryParse(command.Argument.Span, SmtpExtensions.SmtpUtf8 | SmtpExtensions.Dsn, out _);
            RcptCommand.TryParse(command.Argument.Span, SmtpExtensions.SmtpUtf8 | SmtpExtensions.Dsn, smtpUtf8: true, out _);
            return command.Argument.Length <= bytes.Length;
        }).QuickCheckThrowOnFailure();
}
