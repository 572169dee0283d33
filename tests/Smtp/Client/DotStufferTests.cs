using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MsLite.Harness;
using MsLite.Smtp.Client;

namespace MsLite.Smtp.Tests.Client;

public sealed class DotStufferTests
{
    private static readonly string[] s_pieces = ["\r\n", "\r\n", ".", "..", "a", "some words", "\0\xff", "\r\n.\r\n", "\r\n..", " "];

    [Theory]
    [InlineData("", "")]
    [InlineData(".", "..")]
    [InlineData("..\r\n", "...\r\n")]
    [InlineData("a.\r\n.b\r\n\r\n.\r\n", "a.\r\n..b\r\n\r\n..\r\n")]
    [InlineData("no last line end", "no last line end")]
    public void Doubles_the_dots_at_the_beginning_of_lines_only(string message, string wire)
    {
        Assert.Equal(wire, Stuffed(message, 4096, 4096));
    }

    [Fact]
    public void What_the_receiver_undoes_is_what_was_sent_however_it_was_split()
    {
        var messages = Gen.Select(Gen.Elements(s_pieces).ListOf(), list => string.Concat(list)).ToArbitrary();
        var numbers = ArbMap.Default.ArbFor<PositiveInt>();
        Prop.ForAll(messages, numbers, numbers, (message, step, room) =>
        {
            var wire = Stuffed(message, step.Get, 2 + (room.Get % 9));
            return Encoding.Latin1.GetString(SmtpText.Unstuff(Encoding.Latin1.GetBytes(wire))) == message
                && !("\r\n" + wire).Contains("\r\n.\r\n", StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("a\nb\r\n")]
    [InlineData("a\rb\r\n")]
    [InlineData("\n")]
    [InlineData("a\r\r\n")]
    [InlineData("a\r\n\n.\r\n")]
    [InlineData("ends with CR\r")]
    public void Passes_no_bare_line_end(string message)
    {
        for (var step = 1; step <= message.Length; step++)
        {
            Assert.Throws<SmtpClientException>(() => Stuffed(message, step, 64));
        }
    }

    private static string Stuffed(string message, int step, int room)
    {
        var stuffer = default(DotStuffer);
        var wire = new StringBuilder();
        var output = new byte[room];
        foreach (var chunk in Encoding.Latin1.GetBytes(message).Chunk(step))
        {
            for (var at = 0; at < chunk.Length;)
            {
                var taken = stuffer.Stuff(chunk.AsSpan(at), output, out var written);
                Assert.True(taken > 0);
                wire.Append(Encoding.Latin1.GetString(output, 0, written));
                at += taken;
            }
        }

        stuffer.RequireNoBareEnd();
        return wire.ToString();
    }
}
