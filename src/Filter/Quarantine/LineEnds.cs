namespace MsLite.Filter.Quarantine;

/// <summary>
/// CR LF on the wire, LF in a Maildir. Nothing is lost by it: a message with a bare LF never gets here, so each LF in the archive
/// was CR LF, and <c>ToWire ∘ ToMaildir</c> gives every message back byte by byte.
/// </summary>
internal static class LineEnds
{
    private const byte CarriageReturn = (byte)'\r';
    private const byte LineFeed = (byte)'\n';

    /// <summary>Copies with each CR LF made LF; every other CR stays. Gives the count of bytes written.</summary>
    /// <param name="target">At least one byte longer than <paramref name="source"/>.</param>
    /// <param name="pending">Whether the piece before ended with a CR, of which only the next byte tells whether it stays.</param>
    public static int ToMaildir(ReadOnlySpan<byte> source, Span<byte> target, ref bool pending)
    {
        var written = 0;
        while (source.Length > 0)
        {
            if (pending && source[0] != LineFeed)
            {
                target[written++] = CarriageReturn;
            }

            var end = source.IndexOf(CarriageReturn);
            pending = end >= 0;
            var kept = pending ? source[..end] : source;
            kept.CopyTo(target[written..]);
            written += kept.Length;
            source = pending ? source[(end + 1)..] : [];
        }

        return written;
    }

    /// <summary>Copies with each LF made CR LF, as far as <paramref name="target"/> has room.</summary>
    public static (int Consumed, int Written) ToWire(ReadOnlySpan<byte> source, Span<byte> target)
    {
        var (consumed, written) = (0, 0);
        while (consumed < source.Length)
        {
            var rest = source[consumed..];
            var line = rest.IndexOf(LineFeed);
            var kept = Math.Min(line < 0 ? rest.Length : line, target.Length - written);
            rest[..kept].CopyTo(target[written..]);
            (consumed, written) = (consumed + kept, written + kept);
            if (kept != line || target.Length - written < 2)
            {
                return (consumed, written);
            }

            target[written++] = CarriageReturn;
            target[written++] = LineFeed;
            consumed++;
        }

        return (consumed, written);
    }
}
