using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MsLite.Mail;
using MsLite.Smtp.Client;

namespace MsLite.Smtp.Tests.Client;

public sealed class SmtpCommandWriterTests
{
    private static readonly SmtpClientCapabilities s_all =
        SmtpClientCapabilities.Parse(new SmtpReply(250, null, "hop", "DSN", "SIZE 1", "SMTPUTF8", "8BITMIME"));

    [Fact]
    public void Writes_one_line_or_nothing_whatever_the_addresses_are()
    {
        Prop.ForAll<string, string, string>((local, domain, parameter) =>
        {
            var text = Written(channel => SmtpCommandWriter.Recipient(
                channel,
                new SmtpClientRecipient(
                    new EmailAddress(local ?? "", domain ?? ""), new RcptParameters { Notify = parameter, OriginalRecipient = parameter }),
                s_all));
            return text.Length == 0 || (text.IndexOfAny(['\r', '\n', '\0']) == text.Length - 2 && text.EndsWith("\r\n", StringComparison.Ordinal));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("a\r\nRSET", "example.net")]
    [InlineData("a\0", "example.net")]
    [InlineData("a", "example.net> SIZE=1")]
    [InlineData("a", "example.net\n")]
    public void Refuses_to_write_what_could_end_a_line_or_a_path(string local, string domain)
    {
        Assert.Empty(Written(channel => SmtpCommandWriter.Recipient(
            channel, new SmtpClientRecipient(new EmailAddress(local, domain), RcptParameters.None), s_all)));
    }

    [Fact]
    public void Refuses_to_write_half_a_character()
    {
        var half = new string('\ud800', 1);
        Assert.Empty(Written(channel => SmtpCommandWriter.Recipient(
            channel, new SmtpClientRecipient(new EmailAddress(half, "example.net"), RcptParameters.None), s_all)));
    }

    [Fact]
    public void Quotes_a_local_part_that_needs_it()
    {
        Assert.Equal("RCPT TO:<\"a> b\\\"\"@example.net>\r\n", Written(channel => SmtpCommandWriter.Recipient(
            channel, new SmtpClientRecipient(new EmailAddress("a> b\"", "example.net"), RcptParameters.None), s_all)));
    }

    [Fact]
    public void Passes_parameters_on_where_they_are_offered_and_only_there()
    {
        var parameters = new MailParameters { EightBitMime = true, SmtpUtf8 = true, Ret = "HDRS", EnvelopeId = "id+2B", Size = 7 };
        Assert.Equal(
            "MAIL FROM:<> SIZE=3 BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=id+2B\r\n", Mail(parameters, s_all));
        Assert.Equal("MAIL FROM:<>\r\n", Mail(parameters, SmtpClientCapabilities.None));
    }

    [Fact]
    public void Passes_angle_brackets_in_parameters_on()
    {
        Assert.Equal("MAIL FROM:<> SIZE=3 ENVID=<123.abc@host>\r\n", Mail(new MailParameters { EnvelopeId = "<123.abc@host>" }, s_all));
        Assert.Equal("RCPT TO:<bob@example.com> ORCPT=rfc822;<a@b>\r\n", Written(channel => SmtpCommandWriter.Recipient(
            channel,
            new SmtpClientRecipient(new EmailAddress("bob", "example.com"), new RcptParameters { OriginalRecipient = "rfc822;<a@b>" }),
            s_all)));
    }

    [Theory]
    [InlineData("id RET=FULL")]
    [InlineData("id\r\nRSET")]
    [InlineData("id\u007f")]
    [InlineData("id\u0085")]
    public void Refuses_to_write_what_could_end_a_parameter(string value) => Assert.Empty(Mail(new MailParameters { EnvelopeId = value }, s_all));

    private static string Mail(MailParameters parameters, SmtpClientCapabilities offered) =>
        Written(channel => SmtpCommandWriter.Mail(
            channel,
            new SmtpClientTransaction
            {
                ReturnPath = null,
                Parameters = parameters,
                Recipients = [],
                Content = new BytesSource([1, 2, 3]),
            },
            offered));

    private static string Written(Action<SmtpChannel> write)
    {
        using var wire = new MemoryStream();
        using var channel = new SmtpChannel(wire);
        try
        {
            write(channel);
        }
        catch (SmtpClientException)
        {
            // Refused: then nothing may be in the buffer.
        }

        Assert.True(channel.FlushAsync().AsTask().IsCompletedSuccessfully);
        return Encoding.UTF8.GetString(wire.ToArray());
    }
}
