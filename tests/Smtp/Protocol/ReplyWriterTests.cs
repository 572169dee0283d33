using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MsLite.Smtp.Protocol;

namespace MsLite.Smtp.Tests.Protocol;

public sealed class ReplyWriterTests
{
    [Fact]
    public void Writes_one_line() => Assert.Equal("250 2.1.0 Sender noted\r\n", Write(new SmtpReply(250, "2.1.0", "Sender noted")));

    [Fact]
    public void Writes_several_lines_with_hyphens() =>
        Assert.Equal("250-mx\r\n250-PIPELINING\r\n250 SIZE 1\r\n", Write(new SmtpReply(250, null, "mx", "PIPELINING", "SIZE 1")));

    [Fact]
    public void Never_writes_a_control_character_of_a_text() =>
        Assert.Equal("550 5.7.1 a  250 ok b ?c\r\n", Write(new SmtpReply(550, "5.7.1", "a\r\n250 ok\0b\t\x7f" + "c")));

    [Fact]
    public void Text_beyond_ASCII_needs_SMTPUTF8()
    {
        var reply = new SmtpReply(550, "5.7.1", "Mail for jörg");
        Assert.Equal("550 5.7.1 Mail for j??rg\r\n", Write(reply));
        Assert.Equal("550 5.7.1 Mail for jörg\r\n", Write(reply, utf8: true));
    }

    [Fact]
    public void Any_text_makes_one_line_of_at_most_512_octets() =>
        Prop.ForAll<string>(text =>
        {
            foreach (var sample in new[] { text ?? "", string.Concat(Enumerable.Repeat((text ?? "") + "x€", 300)) })
            {
                var written = Bytes(new SmtpReply(550, "5.7.1", sample), utf8: true);
                Assert.InRange(written.Length, 12, ReplyWriter.MaxLine);
                Assert.Equal("\r\n"u8.ToArray(), written[^2..]);
                Assert.DoesNotContain(written[..^2], b => b is < 32 or 127);
                Assert.True(System.Text.Unicode.Utf8.IsValid(written));
            }
        }).QuickCheckThrowOnFailure();

    private static string Write(SmtpReply reply, bool utf8 = false) => Encoding.UTF8.GetString(Bytes(reply, utf8));

    private static byte[] Bytes(SmtpReply reply, bool utf8)
    {
        var output = new ArrayBufferWriter<byte>();
        ReplyWriter.Write(output, reply, utf8);
        return output.WrittenSpan.ToArray();
    }
}
