using System.Buffers;
using System.Text;

namespace MsLite.Smtp.Protocol;

/// <summary>
/// Writes replies. The last guard of the wire: whatever the text was made of, no CR, LF, NUL or other control character leaves in
/// it, and no line is longer than RFC 5321 §4.5.3.1.5 allows.
/// </summary>
internal static class ReplyWriter
{
    /// <summary>Octets of a reply line with CR LF.</summary>
    public const int MaxLine = 512;

    // 3 digits, "-" or " ", an enhanced status of at most 9 octets and a blank, CR LF.
    private const int MaxText = MaxLine - 16;

    /// <param name="output">Not flushed.</param>
    /// <param name="reply">Its lines are written with "-" between them.</param>
    /// <param name="utf8">The client asked for SMTPUTF8, so that text beyond ASCII may be sent (RFC 6531 §3.7.4.2).</param>
    public static void Write(IBufferWriter<byte> output, SmtpReply reply, bool utf8)
    {
        for (var i = 0; i < reply.Lines.Count; i++)
        {
            WriteLine(output, reply, reply.Lines[i], i == reply.Lines.Count - 1, utf8);
        }
    }

    private static void WriteLine(IBufferWriter<byte> output, SmtpReply reply, string text, bool last, bool utf8)
    {
        var line = output.GetSpan(MaxLine);
        line[0] = (byte)('0' + (reply.Code / 100 % 10));
        line[1] = (byte)('0' + (reply.Code / 10 % 10));
        line[2] = (byte)('0' + (reply.Code % 10));
        line[3] = (byte)(last ? ' ' : '-');
        var length = 4;
        if (reply.Enhanced is { Length: > 0 and <= 9 } enhanced)
        {
            length += Encoding.ASCII.GetBytes(enhanced, line[length..]);
            line[length++] = (byte)' ';
        }

        length += WriteText(line.Slice(length, MaxText), text, utf8);
        line[length++] = (byte)'\r';
        line[length++] = (byte)'\n';
        output.Advance(length);
    }

    private static int WriteText(Span<byte> into, string text, bool utf8)
    {
        // Fits whole: RFC 3629, a character takes at most three octets of UTF-8 for one UTF-16 unit.
        System.Text.Unicode.Utf8.FromUtf16(text, into, out _, out var length);
        for (var i = 0; i < length; i++)
        {
            if (into[i] is < 0x20 or 0x7f || (into[i] >= 0x80 && !utf8))
            {
                into[i] = (byte)(into[i] < 0x20 ? ' ' : '?');
            }
        }

        return length;
    }
}
