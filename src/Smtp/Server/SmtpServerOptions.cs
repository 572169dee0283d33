using System.Net.Security;

namespace MsLite.Smtp.Server;

/// <summary>How the server behaves to all its clients. What <c>IOptionsMonitor</c> gives anew counts from the next connection on.</summary>
public sealed class SmtpServerOptions
{
    /// <summary>Bytes.</summary>
    public long MaxMessageSize { get; set; } = 52_428_800;

    public int MaxConnections { get; set; } = 5000;

    /// <summary>Not for loopback and trusted proxies.</summary>
    public int MaxConnectionsPerClient { get; set; } = 100;

    /// <summary>Who may speak PROXY and XCLIENT.</summary>
    public NetworkSet TrustedProxies { get; set; } = NetworkSet.Empty;

    /// <summary>Asked at each EHLO and each handshake, so that it may change while we run; null when there is none (no STARTTLS).</summary>
    public Func<SslStreamCertificateContext?> Certificate { get; set; } = () => null;

    /// <summary>Asked at each connection: true turns it away with 421 4.3.2.</summary>
    public Func<bool> Overloaded { get; set; } = () => false;

    public SmtpLimits Limits { get; set; } = SmtpLimits.Default;
}
