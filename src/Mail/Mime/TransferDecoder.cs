namespace MsLite.Mail.Mime;

/// <summary>Undoes one transfer encoding, piece by piece. What does not belong to the encoding is passed over or kept, never an error.</summary>
public abstract class TransferDecoder
{
    /// <summary>Bytes that a decoder may hold back from one piece to the next.</summary>
    public const int MaxHeld = 512;

    /// <summary>Decodes all of <paramref name="input"/>, however it was cut, and gives the number of bytes written.</summary>
    /// <param name="input">The next piece.</param>
    /// <param name="output">At least <paramref name="input"/>'s length and <see cref="MaxHeld"/> more.</param>
    public abstract int Decode(ReadOnlySpan<byte> input, Span<byte> output);

    /// <summary>Writes what was held back. Called once, at the end.</summary>
    /// <param name="output">At least <see cref="MaxHeld"/> bytes.</param>
    public abstract int Flush(Span<byte> output);

    public static TransferDecoder For(TransferEncoding encoding) => encoding switch
    {
        TransferEncoding.Base64 => new Base64Decoder(),
        TransferEncoding.QuotedPrintable => new QuotedPrintableDecoder(),
        TransferEncoding.Uuencode => new UuDecoder(),
        _ => new IdentityDecoder(),
    };

    /// <summary>The encoding that a field's value names first; false when it names none, or says more than that.</summary>
    public static bool TryParse(string value, out TransferEncoding encoding)
    {
        // Only the first word counts, quoted or not: "base64, 7bit" and "base64;" are written, and read as base64.
        var (text, _) = ParameterParser.Parse(value);
        var token = text.Split([' ', '\t', ','], 2)[0].Trim('"');
        TransferEncoding? known = token.ToLowerInvariant() switch
        {
            "" or "7bit" or "8bit" or "binary" or "7-bit" or "8-bit" => TransferEncoding.Identity,
            "quoted-printable" => TransferEncoding.QuotedPrintable,
            "base64" => TransferEncoding.Base64,
            "x-uuencode" or "uuencode" or "x-uue" or "uue" => TransferEncoding.Uuencode,
            _ => null,
        };
        encoding = known ?? TransferEncoding.Identity;
        return known is not null && token.Length == value.Trim().Length;
    }

    private sealed class IdentityDecoder : TransferDecoder
    {
        public override int Decode(ReadOnlySpan<byte> input, Span<byte> output)
        {
            input.CopyTo(output);
            return input.Length;
        }

        public override int Flush(Span<byte> output) => 0;
    }
}
