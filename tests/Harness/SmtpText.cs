using System.Text;

namespace MsLite.Harness;

/// <summary>The two line-end and dot conventions that a message meets on its way.</summary>
public static class SmtpText
{
    /// <summary>RFC 5321 §4.5.2: doubles leading dots and adds the end of data. A missing last CR LF is added.</summary>
    public static byte[] Stuff(ReadOnlySpan<byte> message)
    {
        var wire = new List<byte>(message.Length + 16);
        var lineStart = true;
        foreach (var octet in message)
        {
            if (lineStart && octet == '.')
            {
                wire.Add((byte)'.');
            }

            wire.Add(octet);
            lineStart = octet == '\n';
        }

        if (!lineStart)
        {
            wire.AddRange("\r\n"u8);
        }

        wire.AddRange(".\r\n"u8);
        return [.. wire];
    }

    /// <summary>The reverse, without the end of data: what the message was.</summary>
    public static byte[] Unstuff(ReadOnlySpan<byte> wire)
    {
        var message = new List<byte>(wire.Length);
        var lineStart = true;
        foreach (var octet in wire)
        {
            if (!(lineStart && octet == '.'))
            {
                message.Add(octet);
            }

            lineStart = octet == '\n';
        }

        return [.. message];
    }

    /// <summary>CR LF for each line end, whichever it was: LF, CR LF or a bare CR.</summary>
    public static byte[] WithCrLf(ReadOnlySpan<byte> text)
    {
        var result = new List<byte>(text.Length + (text.Length / 20));
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ((byte)'\r' or (byte)'\n'))
            {
                result.Add(text[i]);
                continue;
            }

            result.AddRange("\r\n"u8);
            if (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
            {
                i++;
            }
        }

        return [.. result];
    }

    /// <summary>LF for each CR LF: how a Maildir keeps a message.</summary>
    public static byte[] WithLf(ReadOnlySpan<byte> text) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(text).Replace("\r\n", "\n", StringComparison.Ordinal));
}
