namespace MsLite.Smtp.Client;

/// <summary>What we authenticate with to a next hop (RFC 4954). Sent under TLS only.</summary>
/// <param name="User">At most 255 bytes.</param>
/// <param name="ReadPassword">Asked for each new connection, so that a changed password needs no restart; it may throw an <see cref="IOException"/>.</param>
public sealed record SmtpClientCredentials(string User, Func<string> ReadPassword)
{
    /// <summary>Bytes: a command has a limited length.</summary>
    public const int MaxPassword = 512;
}
