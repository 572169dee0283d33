using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MsLite.Smtp.Protocol;

namespace MsLite.Smtp.Tests.Protocol;

public sealed class DataReaderTests
{
    private const int MaxMessage = 5000;
    private const int MaxHeader = 2000;
    private const int MaxLine = 1000;

    [Theory]
    [InlineData(".\r\n", "")]
    [InlineData("\r\n.\r\n", "\r\n")]
    [InlineData("a\r\n.\r\n", "a\r\n")]
    [InlineData("..\r\n.\r\n", ".\r\n")]
    [InlineData("...a\r\n.\r\n", "..a\r\n")]
    [InlineData(".a\r\n.\r\n", "a\r\n")]
    [InlineData("a.\r\n.\r\n", "a.\r\n")]
    [InlineData("a\r\n..\r\n..\r\n\r\n.\r\n", "a\r\n.\r\n.\r\n\r\n")]
    [InlineData("\r\n\0.\r\n.\r\n", "\r\n\0.\r\n")]
    [InlineData("\r\n.\0\r\n.\r\n", "\r\n\0\r\n")]
    public void Undoes_doubled_dots_up_to_the_end(string input, string expected)
    {
        var read = Read(input + "MAIL");
        Assert.Equal((expected, DataFaults.None, "MAIL"), (read.Content, read.Faults, read.Left));
    }

    [Theory]
    [InlineData("\n.\n")]
    [InlineData("\n.\r")]
    [InlineData("\r.\n")]
    [InlineData("\r.\r")]
    [InlineData("\n.\r\n")]
    [InlineData("\r.\r\n")]
    [InlineData("\r\n.\r\r\n")]
    [InlineData("\r\r\n.\r\r\n")]
    [InlineData("\r\n.\n")]
    [InlineData("\r\n.\r")]
    [InlineData("\n\n.\r\n")]
    [InlineData("\n")]
    [InlineData("\r")]
    [InlineData("\n\r")]
    public void Bare_CR_or_LF_ends_nothing_and_is_a_fault(string sequence)
    {
        var read = Read($"body{sequence}MAIL FROM:<x@example.org>\r\n.\r\nNEXT");
        Assert.Equal((DataFaults.BareLineEnd, "NEXT"), (read.Faults, read.Left));
    }

    [Fact]
    public void Without_the_end_there_is_no_end()
    {
        var read = Read("a\r\n.\r");
        Assert.False(read.Ended);
        Assert.Equal("a\r\n", read.Content);
    }

    [Theory]
    [InlineData(998, nameof(DataFaults.None))]
    [InlineData(999, nameof(DataFaults.LineTooLong))]
    public void Bounds_a_line_with_its_end(int length, string expected) =>
        Assert.Equal(Enum.Parse<DataFaults>(expected), Read("\r\n" + new string('x', length) + "\r\n.\r\n").Faults);

    [Theory]
    [InlineData(1996, nameof(DataFaults.None))]
    [InlineData(1997, nameof(DataFaults.HeaderTooLarge))]
    public void Bounds_the_header_with_its_empty_line(int length, string expected)
    {
        var header = string.Concat(Enumerable.Repeat(new string('h', 98) + "\r\n", (length / 100) - 1));
        header += new string('h', length - header.Length) + "\r\n\r\n";
        Assert.Equal(length + 4, header.Length);
        Assert.Equal(Enum.Parse<DataFaults>(expected), Read(header + new string('b', 500) + "\r\n.\r\n").Faults);
    }

    [Theory]
    [InlineData(5000, nameof(DataFaults.None))]
    [InlineData(5001, nameof(DataFaults.TooLarge))]
    public void Bounds_the_message_without_doubled_dots(int length, string expected)
    {
        var content = "\r\n" + string.Concat(Enumerable.Repeat(".23456\r\n", (length / 8) - 2));
        content += new string('x', length - content.Length - 2) + "\r\n";
        var read = Read(Stuff(content) + ".\r\n");
        Assert.Equal((length, Enum.Parse<DataFaults>(expected)), (content.Length, read.Faults));
    }

    [Fact]
    public void A_body_without_a_header_is_not_taken_for_one() =>
        Assert.Equal(DataFaults.None, Read("\r\n" + string.Concat(Enumerable.Repeat("body\r\n", 500)) + ".\r\n").Faults);

    [Fact]
    public void Dot_stuffing_round_trips() =>
        Prop.ForAll(Messages().ToArbitrary(), message =>
        {
            var read = Read(Stuff(message) + ".\r\n");
            return read.Ended && read.Content == message && read.Left.Length == 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Cutting_the_input_anywhere_changes_nothing() =>
        Prop.ForAll(Streams().ToArbitrary(), Gen.ArrayOf(Gen.Choose(0, 8000)).ToArbitrary(), (stream, cuts) =>
        {
            var whole = Read(stream);
            var pieces = Read(stream, cuts);
            var bytes = Read(stream, [.. Enumerable.Range(0, stream.Length)]);

            // What was written before a fault was seen is dropped, so only sound content has to be the same.
            return Essence(whole) == Essence(pieces) && Essence(whole) == Essence(bytes);
        }).QuickCheckThrowOnFailure();

    private static (bool Ended, DataFaults Faults, string Content, string Left) Essence((bool Ended, DataFaults Faults, string Content, string Left) read) =>
        read.Faults == DataFaults.None ? read : read with { Content = "" };

    private static Gen<string> Messages() =>
        from lines in Gen.ArrayOf(Gen.Elements("", ".", "..", ".a", "a.", "text", "\0", "\x80\xff", ". "))
        select string.Concat(lines.Select(line => line + "\r\n"));

    private static Gen<string> Streams() =>
        from parts in Gen.ArrayOf(Gen.Elements("\r", "\n", "\r\n", "\r\n.\r\n", ".", "x", "\0", new string('l', 600), "\r\n.", "text\r\n"))
        select string.Concat(parts);

    // RFC 5321 §4.5.2, as a client does it.
    private static string Stuff(string message) =>
        (message.StartsWith('.') ? "." : "") + message.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);

    private static (bool Ended, DataFaults Faults, string Content, string Left) Read(string input, params int[] cuts)
    {
        var reader = new DataReader(MaxMessage, MaxHeader, MaxLine);
        var content = new StringBuilder();
        var rest = new StringBuilder();
        foreach (var piece in Pieces.Cut(Encoding.Latin1.GetBytes(input), cuts))
        {
            ReadOnlySpan<byte> left = piece;
            while (!left.IsEmpty && !reader.Ended)
            {
                var step = reader.Read(left);
                content.Append(Encoding.Latin1.GetString(left[..step.Content]));
                left = left[step.Consumed..];
            }

            rest.Append(Encoding.Latin1.GetString(left));
        }

        return (reader.Ended, reader.Faults, content.ToString(), rest.ToString());
    }
}
