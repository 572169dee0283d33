using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace MsLite.Smtp.Client;

/// <summary>Which next hop to speak to, and how.</summary>
public sealed record SmtpClientOptions
{
    /// <summary>Host names, addresses, or a Unix socket: the first that answers gets the message. At least one.</summary>
    public required IReadOnlyList<EndPoint> EndPoints { get; init; }

    /// <summary>Our own name, for EHLO or LHLO.</summary>
    public required string HelloName { get; init; }

    /// <summary>RFC 2033: LHLO, and a reply for each recipient after the message.</summary>
    public bool Lmtp { get; init; }

    /// <summary>RFC 8314 §3.3: TLS begins before the greeting.</summary>
    public bool ImplicitTls { get; init; }

    /// <summary>No message goes out without TLS.</summary>
    public bool RequireTls { get; init; }

    /// <summary>The certificate must be good and the host's own. Goes with <see cref="RequireTls"/> or <see cref="ImplicitTls"/>.</summary>
    public bool VerifyCertificate { get; init; }

    /// <summary>Who may have signed certificates; null: whom the system trusts.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>Null: we do not authenticate. Goes with <see cref="RequireTls"/> or <see cref="ImplicitTls"/>.</summary>
    public SmtpClientCredentials? Credentials { get; init; }

    public SmtpClientLimits Limits { get; init; } = SmtpClientLimits.Default;
}
