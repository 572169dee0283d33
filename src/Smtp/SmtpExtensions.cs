namespace MsLite.Smtp;

/// <summary>Service extensions that depend on where the mail goes next; the engine offers the others by itself.</summary>
[Flags]
public enum SmtpExtensions
{
    None = 0,

    /// <summary>RFC 6531: only when the next hop can take it.</summary>
    SmtpUtf8 = 1,

    /// <summary>RFC 3461: parameters are passed through; only when the next hop can take them.</summary>
    Dsn = 2,
}
