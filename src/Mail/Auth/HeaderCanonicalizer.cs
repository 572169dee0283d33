using System.Buffers;

namespace MsLite.Mail.Auth;

/// <summary>Writes header fields in one of DKIM's two canonical forms (RFC 6376 §3.4.1, §3.4.2).</summary>
internal static class HeaderCanonicalizer
{
    /// <param name="field">The whole field as received, with or without its line end.</param>
    /// <param name="relaxed">Else simple.</param>
    /// <param name="lineEnd">Whether CR LF ends it; the signature's own field has none (RFC 6376 §3.7).</param>
    public static void Write(ReadOnlySpan<byte> field, bool relaxed, bool lineEnd, IBufferWriter<byte> output)
    {
        field = WithoutLineEnd(field);
        if (relaxed)
        {
            WriteRelaxed(field, output);
        }
        else
        {
            WriteSimple(field, output);
        }

        if (lineEnd)
        {
            output.Write("\r\n"u8);
        }
    }

    /// <summary>
    /// The field with the value of its b= tag removed (RFC 6376 §3.5, §3.7), white space around the value included, all else as it is.
    /// </summary>
    public static byte[] WithoutSignature(ReadOnlySpan<byte> field)
    {
        var result = new byte[field.Length];
        var colon = field.IndexOf((byte)':') + 1;
        field[..colon].CopyTo(result);
        var length = colon;
        while (colon < field.Length)
        {
            var end = field[colon..].IndexOf((byte)';');
            var spec = end < 0 ? WithoutLineEnd(field[colon..]) : field.Slice(colon, end);
            var kept = IsSignatureTag(spec, out var value) ? spec[..value] : spec;
            kept.CopyTo(result.AsSpan(length));
            length += kept.Length;
            colon += end < 0 ? field.Length : end + 1;
            if (end >= 0)
            {
                result[length++] = (byte)';';
            }
        }

        return result[..length];
    }

    private static bool IsSignatureTag(ReadOnlySpan<byte> spec, out int value)
    {
        value = spec.IndexOf((byte)'=') + 1;
        return value > 0 && spec[..(value - 1)].Trim(" \t\r\n"u8).SequenceEqual("b"u8);
    }

    // RFC 6376 §3.4.1: not a byte changes. A message kept with LF line ends gets its CR back.
    private static void WriteSimple(ReadOnlySpan<byte> field, IBufferWriter<byte> output)
    {
        for (var lf = field.IndexOf((byte)'\n'); lf >= 0; lf = field.IndexOf((byte)'\n'))
        {
            output.Write(lf > 0 && field[lf - 1] == (byte)'\r' ? field[..(lf - 1)] : field[..lf]);
            output.Write("\r\n"u8);
            field = field[(lf + 1)..];
        }

        output.Write(field);
    }

    // RFC 6376 §3.4.2: name in lower case, unfolded, runs of white space to one space, none at the ends nor around the colon.
    private static void WriteRelaxed(ReadOnlySpan<byte> field, IBufferWriter<byte> output)
    {
        var colon = field.IndexOf((byte)':');
        var written = output.GetSpan(field.Length + 1);
        var length = 0;
        foreach (var b in field[..Math.Max(0, colon)].TrimEnd(" \t"u8))
        {
            written[length++] = b is >= (byte)'A' and <= (byte)'Z' ? (byte)(b | 0x20) : b;
        }

        written[length++] = (byte)':';
        var start = length;
        var space = false;
        foreach (var b in field[(colon + 1)..])
        {
            if (b is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                space = true;
                continue;
            }

            if (space && length > start)
            {
                written[length++] = (byte)' ';
            }

            space = false;
            written[length++] = b;
        }

        output.Advance(length);
    }

    private static ReadOnlySpan<byte> WithoutLineEnd(ReadOnlySpan<byte> field)
    {
        field = field is [.., (byte)'\n'] ? field[..^1] : field;
        return field is [.., (byte)'\r'] ? field[..^1] : field;
    }
}
