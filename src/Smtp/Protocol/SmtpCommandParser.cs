using System.Text;

namespace MsLite.Smtp.Protocol;

/// <summary>Splits a command line into verb and argument (RFC 5321 §4.1.1). Knows bytes and nothing else; cannot fail.</summary>
internal static class SmtpCommandParser
{
    /// <param name="line">The line without its end.</param>
    public static SmtpCommand Parse(ReadOnlyMemory<byte> line)
    {
        var span = line.Span;
        var end = span.IndexOf((byte)' ');
        var word = end < 0 ? span : span[..end];
        var argument = end < 0 ? ReadOnlyMemory<byte>.Empty : Trim(line[(end + 1)..]);
        return new SmtpCommand(VerbOf(TrimEnd(word)), argument);
    }

    // RFC 5321 §2.4: verbs are not case sensitive.
    private static SmtpVerb VerbOf(ReadOnlySpan<byte> word)
    {
        if (word.Length == 4)
        {
            return FourLetters(word);
        }

        if (Ascii.EqualsIgnoreCase(word, "STARTTLS"u8))
        {
            return SmtpVerb.StartTls;
        }

        return Ascii.EqualsIgnoreCase(word, "XCLIENT"u8) ? SmtpVerb.Xclient : SmtpVerb.Unrecognised;
    }

    private static SmtpVerb FourLetters(ReadOnlySpan<byte> word)
    {
        Span<byte> upper = stackalloc byte[4];
        if (Ascii.ToUpper(word, upper, out _) != System.Buffers.OperationStatus.Done)
        {
            return SmtpVerb.Unrecognised;
        }

        return upper switch
        {
            [(byte)'M', (byte)'A', (byte)'I', (byte)'L'] => SmtpVerb.Mail,
            [(byte)'R', (byte)'C', (byte)'P', (byte)'T'] => SmtpVerb.Rcpt,
            [(byte)'D', (byte)'A', (byte)'T', (byte)'A'] => SmtpVerb.Data,
            [(byte)'E', (byte)'H', (byte)'L', (byte)'O'] => SmtpVerb.Ehlo,
            [(byte)'H', (byte)'E', (byte)'L', (byte)'O'] => SmtpVerb.Helo,
            [(byte)'Q', (byte)'U', (byte)'I', (byte)'T'] => SmtpVerb.Quit,
            [(byte)'R', (byte)'S', (byte)'E', (byte)'T'] => SmtpVerb.Rset,
            [(byte)'N', (byte)'O', (byte)'O', (byte)'P'] => SmtpVerb.Noop,
            [(byte)'V', (byte)'R', (byte)'F', (byte)'Y'] => SmtpVerb.Vrfy,
            [(byte)'E', (byte)'X', (byte)'P', (byte)'N'] => SmtpVerb.Expn,
            [(byte)'H', (byte)'E', (byte)'L', (byte)'P'] => SmtpVerb.Help,
            _ => IsKnownElsewhere(upper) ? SmtpVerb.NotImplemented : SmtpVerb.Unrecognised,
        };
    }

    // RFC 5321 §4.2.4: 502 is for a command that is recognised but not implemented, 500 for one that is not recognised.
    private static bool IsKnownElsewhere(ReadOnlySpan<byte> upper) =>
        upper.SequenceEqual("AUTH"u8) || upper.SequenceEqual("BDAT"u8) || upper.SequenceEqual("BURL"u8)
        || upper.SequenceEqual("ETRN"u8) || upper.SequenceEqual("ATRN"u8) || upper.SequenceEqual("TURN"u8)
        || upper.SequenceEqual("SEND"u8) || upper.SequenceEqual("SOML"u8) || upper.SequenceEqual("SAML"u8);

    // RFC 5321 §4.1.1: white space before the line's end is to be tolerated.
    private static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> bytes)
    {
        var start = bytes.Span.IndexOfAnyExcept(" \t"u8);
        return start < 0 ? default : bytes[start..(bytes.Span.LastIndexOfAnyExcept(" \t"u8) + 1)];
    }

    private static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> bytes) => bytes.TrimEnd(" \t"u8);
}
