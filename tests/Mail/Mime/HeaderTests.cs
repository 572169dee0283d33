using System.Text;
using MsLite.Mail.Mime;

namespace MsLite.Mail.Tests.Mime;

public sealed class HeaderTests
{
    private static MimeMessage Parse(string text) => MimeMessage.Parse(Encoding.Latin1.GetBytes(text));

    [Fact]
    public void Splits_fields_with_their_places_and_finds_them_by_name()
    {
        const string Text = "Subject: one\r\n two\r\nX-HELO: forged\r\nx-helo: again\r\n\r\nbody";

        var message = Parse(Text);

        Assert.Equal(3, message.Headers.Count);
        Assert.Equal("one two", message.Headers.Find("SUBJECT")!.Value);
        Assert.Equal(["forged", "again"], message.Headers.All("X-Helo").Select(field => field.Value));
        Assert.Equal("body", Text[(int)message.BodyOffset..]);
        var field = message.Headers[0];
        Assert.Equal("Subject: one\r\n two\r\n", Text.Substring((int)field.Offset, field.Length));
        Assert.Equal(" one\r\n two", Encoding.Latin1.GetString(field.RawValue.Span));
        Assert.Empty(message.Defects);
    }

    [Fact]
    public void Gives_the_same_fields_for_bare_line_feeds()
    {
        var crlf = Parse("A: 1\r\n folded\r\nB: 2\r\n\r\nbody\r\n");
        var lf = Parse("A: 1\n folded\nB: 2\n\nbody\n");

        Assert.Equal(crlf.Headers.Select(field => field.ToString()), lf.Headers.Select(field => field.ToString()));
        Assert.Equal("body\n", "A: 1\n folded\nB: 2\n\nbody\n"[(int)lf.BodyOffset..]);
    }

    [Theory]
    [InlineData("hello there\r\nand more\r\n", 0, "hello there\r\nand more\r\n")]
    [InlineData("Subject: x\r\nhello\r\n", 1, "hello\r\n")]
    [InlineData("Subject: x\r\nDear Bob\r\n\r\nsecond", 1, "Dear Bob\r\n\r\nsecond")]
    [InlineData("Subject: x\r\njunk\r\nX-HELO: y\r\n\r\nbody", 2, "body")]
    [InlineData("Subject: x\r\nDear Bob,\r\nNote: this is text\r\n", 1, "Dear Bob,\r\nNote: this is text\r\n")]
    [InlineData("Subject: x\r\n", 1, "")]
    [InlineData("\r\nbody", 0, "body")]
    [InlineData("\nbody", 0, "body")]
    [InlineData("", 0, "")]
    [InlineData(" folded into nothing\r\nA: 1\r\n\r\nbody", 1, "body")]
    [InlineData("From ann@example.net Mon Jan  1 00:00:00 2024\nA: 1\n\nbody", 1, "body")]
    [InlineData(">From ann@example.net Mon Jan  1 00:00:00 2024\nA: 1\n\nbody", 1, "body")]
    [InlineData("From : ann@example.net\n\nbody", 1, "body")]
    [InlineData(": no name\r\nA: 1\r\n\r\nbody", 1, "body")]
    [InlineData("A : 1\r\nB\t: 2\r\n\r\nbody", 2, "body")]
    public void Finds_the_end_of_a_malformed_header(string text, int fields, string body)
    {
        var message = Parse(text);

        Assert.Equal(fields, message.Headers.Count);
        Assert.Equal(body, text[(int)message.BodyOffset..]);
    }

    [Fact]
    public void Stops_at_the_limit_of_fields_but_finds_the_body()
    {
        var text = string.Concat(Enumerable.Repeat("A: 1\r\n", 1001)) + "\r\nbody";

        var message = Parse(text);

        Assert.Equal(1000, message.Headers.Count);
        Assert.Equal("body", text[(int)message.BodyOffset..]);
        Assert.True(message.DefectFlags.HasFlag(MimeDefects.TooManyFields));
    }

    [Fact]
    public void Reads_no_more_header_than_the_limit()
    {
        var text = Encoding.ASCII.GetBytes("A: " + new string('x', 5000));

        var message = MimeMessage.Parse(new MemoryStream(text), new MimeLimits { MaxHeaderBytes = 1000 });

        Assert.Equal(1000, message.BodyOffset);
        Assert.True(message.DefectFlags.HasFlag(MimeDefects.HeaderTooLong));
    }

    [Theory]
    [InlineData("Subject: =?utf-8?q?caf=C3=A9?=\r\n\r\n", "café")]
    [InlineData("Subject: gr\u00c3\u00bc\u00c3\u009f\r\n\r\n", "grüß")]
    [InlineData("Subject: gr\u00fc\u00df\r\n\r\n", "grüß")]
    [InlineData("Subject: \u00d0\u00d2\u00c9\u00d7\u00c5\u00d4\r\nContent-Type: text/plain; charset=koi8-r\r\n\r\n", "привет")]
    [InlineData("Subject: a\0b\rc\td\r\n\r\n", "a\ufffdb c d")]
    [InlineData("Subject: =?utf-8?q?a=0D=0AX=3A_y?=\r\n\r\n", "a  X: y")]
    public void Makes_the_subject_readable(string text, string expected) => Assert.Equal(expected, Parse(text).Subject);
}
