using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MsLite.Smtp.Protocol;

namespace MsLite.Smtp.Tests.Protocol;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("NOOP\r\n", "NOOP")]
    [InlineData("\r\n", "")]
    [InlineData("A\r\nB\r\n", "A|B")]
    [InlineData("half", "")]
    [InlineData("half\r", "")]
    [InlineData("A\nB\r\nC\r\n", "!BareLineFeed|C")]
    [InlineData("A\nB\nC\r\nD\r\n", "!BareLineFeed|!BareLineFeed|D")]
    [InlineData("A\rB\r\n", "!ControlCharacter")]
    [InlineData("A\0B\r\nC\r\n", "!ControlCharacter|C")]
    [InlineData("A\u007fB\r\n", "!ControlCharacter")]
    [InlineData("A\tB\r\n", "A\tB")]
    [InlineData("A\r\r\n", "!ControlCharacter")]
    [InlineData("\n", "!BareLineFeed")]
    public void Ends_a_line_at_CR_LF_only(string input, string expected) =>
        Assert.Equal(expected, Read(Encoding.Latin1.GetBytes(input)));

    [Theory]
    [InlineData("NOOP ", 512)]
    [InlineData("EHLO ", 512)]
    [InlineData("MAIL ", 512 + 26 + 17 + 10 + 9 + 107 + 5)]
    [InlineData("mail ", 512 + 26 + 17 + 10 + 9 + 107 + 5)]
    [InlineData("RCPT ", 512 + 10 + 28 + 500 + 7)]
    public void Allows_what_the_extensions_add_and_not_a_byte_more(string verb, int limit)
    {
        var longest = verb + new string('x', limit - verb.Length - 2) + "\r\n";
        Assert.Equal(longest[..^2], Read(Encoding.ASCII.GetBytes(longest)));
        Assert.Equal("!TooLong|NEXT", Read(Encoding.ASCII.GetBytes(verb + "x" + longest[verb.Length..] + "NEXT\r\n")));
    }

    [Fact]
    public void Does_not_keep_what_is_too_long()
    {
        var reader = new LineReader();
        var buffer = new ReadOnlySequence<byte>(Encoding.ASCII.GetBytes(new string('x', 100_000)));
        Assert.Equal(LineStatus.NotYet, reader.TryRead(ref buffer, out _));
        Assert.Equal(1, buffer.Length);
    }

    [Fact]
    public void Cutting_the_input_anywhere_changes_nothing() =>
        Prop.ForAll(Lines().ToArbitrary(), Gen.ArrayOf(Gen.Choose(0, 2000)).ToArbitrary(), (text, cuts) =>
        {
            var bytes = Encoding.Latin1.GetBytes(text);
            return Read(bytes) == Read(bytes, cuts) && Read(bytes) == Read(bytes, [.. Enumerable.Range(0, bytes.Length)]);
        }).QuickCheckThrowOnFailure();

    // Mostly what a reader stumbles over.
    private static Gen<string> Lines() =>
        from parts in Gen.ArrayOf(Gen.Elements("\r", "\n", "\r\n", "NOOP", "MAIL ", "x", "\0", new string('y', 300), new string('z', 700)))
        select string.Concat(parts);

    private static string Read(byte[] input, params int[] cuts)
    {
        var reader = new LineReader();
        var found = new List<string>();
        var rest = Array.Empty<byte>();
        foreach (var piece in Pieces.Cut(input, cuts))
        {
            byte[] all = [.. rest, .. piece];
            var buffer = Pieces.Sequence(all, rest.Length);
            LineStatus status;
            while ((status = reader.TryRead(ref buffer, out var line)) != LineStatus.NotYet)
            {
                found.Add(status == LineStatus.Line ? Encoding.Latin1.GetString(line.ToArray()) : $"!{status}");
            }

            rest = buffer.ToArray();
        }

        return string.Join('|', found);
    }
}
