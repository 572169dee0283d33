using System.Buffers;

namespace MsLite.Smtp.Protocol;

/// <summary>
/// Takes command lines out of the stream. Each line gets one answer, whatever its length and however it arrived; what is too long is
/// thrown away as it comes and never buffered. A bare LF is answered at once, for a client that knows no other line end waits there.
/// </summary>
internal sealed class LineReader
{
    // RFC 5321 §4.5.3.1.4: 512 octets with CR LF.
    private const int CommandLine = 512;

    // RFC 1870 adds 26 (SIZE), RFC 6152 17 (BODY), RFC 6531 10 (SMTPUTF8), RFC 3461 9 (RET) and 107 (ENVID), PRDR 5.
    private const int MailLine = CommandLine + 26 + 17 + 10 + 9 + 107 + 5;

    // RFC 6531 adds 10, RFC 3461 28 (NOTIFY) and 500 with its keyword (ORCPT).
    private const int RcptLine = CommandLine + 10 + 28 + 500 + 7;

    private static readonly SearchValues<byte> s_controls = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Where(b => b != '\t').Select(b => (byte)b), 0x7f]);

    private bool _discarding;
    private bool _afterBareLineFeed;

    /// <summary>Takes the next line off the front of <paramref name="buffer"/>; it then begins after it.</summary>
    /// <param name="buffer">What has arrived and was not taken yet.</param>
    /// <param name="line">Without its end; empty unless the status is <see cref="LineStatus.Line"/>.</param>
    public LineStatus TryRead(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line)
    {
        line = default;
        while (buffer.PositionOf((byte)'\n') is { } lineFeed)
        {
            var text = buffer.Slice(0, lineFeed);
            buffer = buffer.Slice(buffer.GetPosition(1, lineFeed));
            if (Judge(text, out line) is { } status)
            {
                return status;
            }
        }

        DiscardWhatIsTooLong(ref buffer);
        return LineStatus.NotYet;
    }

    // Null for the rest of a line that was answered at its bare LF.
    private LineStatus? Judge(in ReadOnlySequence<byte> text, out ReadOnlySequence<byte> line)
    {
        line = default;
        var tooLong = _discarding || text.Length + 1 > LimitOf(text);
        var rest = _afterBareLineFeed;
        var strict = EndsWithCarriageReturn(text);
        _discarding = false;
        _afterBareLineFeed = !strict;

        // RFC 5321 §2.3.8: only CR LF ends a line. Were the text behind a bare LF carried out, a server before us that
        // takes LF for text could be made to smuggle commands.
        if (!strict)
        {
            return LineStatus.BareLineFeed;
        }

        if (rest)
        {
            return null;
        }

        if (tooLong)
        {
            return LineStatus.TooLong;
        }

        line = text.Slice(0, text.Length - 1);
        return HasControl(line) ? LineStatus.ControlCharacter : LineStatus.Line;
    }

    // The last byte is kept: it may be the CR of the CR LF that ends the line.
    private void DiscardWhatIsTooLong(ref ReadOnlySequence<byte> buffer)
    {
        if (_discarding || buffer.Length > LimitOf(buffer))
        {
            _discarding = true;
            buffer = buffer.IsEmpty ? buffer : buffer.Slice(buffer.Length - 1);
        }
    }

    private static int LimitOf(in ReadOnlySequence<byte> text)
    {
        if (text.Length < CommandLine)
        {
            return CommandLine;
        }

        Span<byte> verb = stackalloc byte[5];
        text.Slice(0, 5).CopyTo(verb);
        if (System.Text.Ascii.EqualsIgnoreCase(verb, "MAIL "u8))
        {
            return MailLine;
        }

        return System.Text.Ascii.EqualsIgnoreCase(verb, "RCPT "u8) ? RcptLine : CommandLine;
    }

    private static bool EndsWithCarriageReturn(in ReadOnlySequence<byte> text) =>
        !text.IsEmpty && text.Slice(text.Length - 1).FirstSpan[0] == '\r';

    private static bool HasControl(in ReadOnlySequence<byte> line)
    {
        foreach (var segment in line)
        {
            if (segment.Span.ContainsAny(s_controls))
            {
                return true;
            }
        }

        return false;
    }
}
