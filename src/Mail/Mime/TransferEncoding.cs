namespace MsLite.Mail.Mime;

/// <summary>Content-Transfer-Encoding (RFC 2045 §6).</summary>
public enum TransferEncoding
{
    /// <summary>7bit, 8bit and binary: the bytes stand for themselves. Unknown encodings are read so too.</summary>
    Identity,
    QuotedPrintable,
    Base64,

    /// <summary>Not in any RFC, but old mail has it.</summary>
    Uuencode,
}
