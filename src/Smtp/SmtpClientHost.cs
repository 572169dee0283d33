using System.Net;

namespace MsLite.Smtp;

/// <summary>What is known of the client of one session, kept current by the engine as the session goes on.</summary>
public sealed class SmtpClientHost
{
    public required string SessionId { get; init; }

    /// <summary>The client: from the socket, or from PROXY or XCLIENT when a trusted proxy said so. IPv4-mapped addresses are given as IPv4.</summary>
    public required IPEndPoint EndPoint { get; init; }

    /// <summary>Our own end.</summary>
    public required IPEndPoint LocalEndPoint { get; init; }

    /// <summary>The address came through PROXY or XCLIENT.</summary>
    public bool Proxied { get; init; }

    /// <summary>The reverse name XCLIENT gave; null when it gave none, so that it is still to be looked up.</summary>
    public string? GivenName { get; init; }

    /// <summary>XCLIENT said that the client has no reverse name (<c>[UNAVAILABLE]</c>).</summary>
    public bool GivenNameUnavailable { get; init; }

    /// <summary>The name of the last HELO or EHLO; null before it.</summary>
    public string? HelloName { get; set; }

    /// <summary>The last greeting was EHLO.</summary>
    public bool Extended { get; set; }

    /// <summary>Such as "TLSv1.3 TLS_AES_256_GCM_SHA384"; null on a plain connection.</summary>
    public string? Tls { get; set; }

    /// <summary>The client spoke before it was asked to (RFC 5321 §4.3.1): evidence, never a refusal.</summary>
    public bool EarlyTalker { get; set; }

    public IPAddress Address => EndPoint.Address;
}
