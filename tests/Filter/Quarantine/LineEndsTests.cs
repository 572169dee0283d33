using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MsLite.Filter.Quarantine;

namespace MsLite.Filter.Tests.Quarantine;

public sealed class LineEndsTests
{
    [Fact]
    public void Archive_then_restore_is_identity_however_the_bytes_are_split()
    {
        var pieces = Gen.Elements("\r\n", "\r\n", "\r", "a", ".", "..", "\0", "ü", " \t", "long line without end").ListOf();
        var property = Prop.ForAll(pieces.ToArbitrary(), ArbMap.Default.ArbFor<PositiveInt>(), (parts, step) =>
        {
            var original = Encoding.UTF8.GetBytes(string.Concat(parts));
            var archived = ToMaildir(original, 1 + step.Get % 7);
            return Restore(archived, 1 + step.Get % 5).AsSpan().SequenceEqual(original);
        });
        property.QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("a\r\nb\r\n", "a\nb\n")]
    [InlineData("a\r\r\n", "a\r\n")]
    [InlineData("\r\n\r\n", "\n\n")]
    [InlineData("a\r", "a\r")]
    [InlineData("", "")]
    public void Makes_each_CRLF_an_LF_and_keeps_every_other_byte(string wire, string archived) =>
        Assert.Equal(archived, Encoding.UTF8.GetString(ToMaildir(Encoding.UTF8.GetBytes(wire), 3)));

    private static byte[] ToMaildir(byte[] original, int step)
    {
        using var archived = new MemoryStream();
        var pending = false;
        foreach (var chunk in original.Chunk(step))
        {
            var target = new byte[chunk.Length + 1];
            archived.Write(target, 0, LineEnds.ToMaildir(chunk, target, ref pending));
        }

        archived.Write(pending ? "\r"u8 : []);
        return archived.ToArray();
    }

    private static byte[] Restore(byte[] archived, int step)
    {
        using var stream = new OriginalStream(new MemoryStream(archived));
        using var original = new MemoryStream();
        var buffer = new byte[step];
        while (stream.Read(buffer, 0, step) is var count && count > 0)
        {
            original.Write(buffer, 0, count);
        }

        return original.ToArray();
    }
}
