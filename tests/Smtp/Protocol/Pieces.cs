using System.Buffers;

namespace MsLite.Smtp.Tests.Protocol;

/// <summary>Bytes in pieces, as they may come off a wire.</summary>
internal static class Pieces
{
    /// <summary>A sequence of several segments with the bytes of <paramref name="whole"/>, cut at <paramref name="cuts"/>.</summary>
    public static ReadOnlySequence<byte> Sequence(byte[] whole, params int[] cuts)
    {
        Segment? first = null;
        Segment? last = null;
        foreach (var piece in Cut(whole, cuts))
        {
            last = last is null ? new Segment(piece, 0) : last.Append(piece);
            first ??= last;
        }

        return first is null ? default : new ReadOnlySequence<byte>(first, 0, last!, last!.Memory.Length);
    }

    /// <summary>The pieces themselves; cuts outside are ignored.</summary>
    public static IEnumerable<byte[]> Cut(byte[] whole, params int[] cuts)
    {
        var before = 0;
        foreach (var cut in cuts.Where(cut => cut > 0 && cut < whole.Length).Distinct().Order().Append(whole.Length))
        {
            yield return whole[before..cut];
            before = cut;
        }
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, long index)
        {
            Memory = bytes;
            RunningIndex = index;
        }

        public Segment Append(byte[] bytes)
        {
            var next = new Segment(bytes, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
