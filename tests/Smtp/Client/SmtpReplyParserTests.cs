using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MsLite.Smtp.Client;

namespace MsLite.Smtp.Tests.Client;

public sealed class SmtpReplyParserTests
{
    [Theory]
    [InlineData("250 2.1.5 Ok", "250 2.1.5 Ok")]
    [InlineData("250", "250 ")]
    [InlineData("250 ", "250 ")]
    [InlineData("250 2.0.0", "250 2.0.0 ")]
    [InlineData("550-5.7.1 First\n550 5.7.1 Second", "550 5.7.1 First Second")]
    [InlineData("550 4.7.1 The class is another", "550 4.7.1 The class is another")]
    [InlineData("550 5.1.1000 Too long", "550 5.1.1000 Too long")]
    [InlineData("250 10.0.0.1 is no status", "250 10.0.0.1 is no status")]
    [InlineData("451 4.3.0 caf\u00e9\u0007", "451 4.3.0 caf??")]
    public void Reads_code_status_and_words(string lines, string reply)
    {
        Assert.Equal(reply, Parse(lines).ToString());
    }

    [Fact]
    public void Keeps_an_enhanced_status_apart_only_when_it_is_one()
    {
        Assert.Equal("5.7.1", Parse("550 5.7.1 No").Enhanced);
        Assert.Null(Parse("550 4.7.1 No").Enhanced);
        Assert.Null(Parse("250 10.0.0.1 is no status").Enhanced);
    }

    [Theory]
    [InlineData("")]
    [InlineData("25")]
    [InlineData("2x0 Ok")]
    [InlineData("150 Soon")]
    [InlineData("650 Never")]
    [InlineData("250Ok")]
    [InlineData("HTTP/1.1 400 Bad Request")]
    [InlineData("250-Yes\n550 No")]
    public void Takes_nothing_for_a_reply_that_is_none(string lines)
    {
        Assert.Throws<SmtpClientException>(() => Parse(lines));
    }

    [Fact]
    public void Takes_no_reply_without_an_end()
    {
        var parser = default(SmtpReplyParser);
        Assert.Throws<SmtpClientException>(() =>
        {
            for (var i = 0; i < 200; i++)
            {
                Assert.False(parser.Add("250-more"u8));
            }
        });
    }

    [Fact]
    public void Gives_words_that_can_stand_in_a_reply_of_ours_whatever_comes()
    {
        Prop.ForAll<byte[]>(tail =>
        {
            byte[] line = [.. "550 "u8, .. tail];
            var parser = default(SmtpReplyParser);
            Assert.True(parser.Add(line));
            return parser.Reply.Text.All(c => c is >= ' ' and <= '~') && parser.Reply.Text.Length <= 500;
        }).QuickCheckThrowOnFailure();
    }

    private static SmtpReply Parse(string lines)
    {
        var parser = default(SmtpReplyParser);
        var all = lines.Split('\n');
        for (var i = 0; i < all.Length; i++)
        {
            Assert.Equal(i == all.Length - 1, parser.Add(Encoding.Latin1.GetBytes(all[i])));
        }

        return parser.Reply;
    }
}
