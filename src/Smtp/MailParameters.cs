namespace MsLite.Smtp;

/// <summary>The parameters of MAIL FROM (RFC 1870, 6152, 6531, 3461 and PRDR), already checked for syntax.</summary>
public sealed record MailParameters
{
    public static readonly MailParameters None = new();

    /// <summary>Bytes the client announced, or null.</summary>
    public long? Size { get; init; }

    /// <summary>BODY=8BITMIME was given.</summary>
    public bool EightBitMime { get; init; }

    public bool SmtpUtf8 { get; init; }

    /// <summary>The client wants one reply for each recipient after the message.</summary>
    public bool Prdr { get; init; }

    /// <summary>RET= of RFC 3461: "FULL", "HDRS" or null. Passed through.</summary>
    public string? Ret { get; init; }

    /// <summary>ENVID= of RFC 3461, still in xtext. Passed through.</summary>
    public string? EnvelopeId { get; init; }
}
