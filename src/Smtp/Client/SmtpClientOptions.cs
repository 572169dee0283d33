using System.Net;

namespace MsLite.Smtp.Client;

/// <summary>Which next hop to speak to, and how.</summary>
public sealed record SmtpClientOptions
{
    /// <summary>A host name, an address, or a Unix socket.</summary>
    public required EndPoint EndPoint { get; init; }

    /// <summary>Our own name, for EHLO or LHLO.</summary>
    public required string HelloName { get; init; }

    /// <summary>RFC 2033: LHLO, and a reply for each recipient after the message.</summary>
    public bool Lmtp { get; init; }

    /// <summary>RFC 8314 §3.3: TLS begins before the greeting.</summary>
    public bool ImplicitTls { get; init; }

    public SmtpClientLimits Limits { get; init; } = SmtpClientLimits.Default;

    /// <summary>The name TLS is spoken to; empty for a Unix socket.</summary>
    public string TlsName => EndPoint switch
    {
        DnsEndPoint dns => dns.Host,
        IPEndPoint ip => ip.Address.ToString(),
        _ => "",
    };
}
