using System.Net;

namespace MsLite.Smtp.Protocol;

/// <summary>Whom a proxy speaks for (HAProxy's PROXY protocol, versions 1 and 2).</summary>
/// <param name="Source">The client; null when the proxy speaks for itself (LOCAL) or does not know (UNKNOWN, not IP).</param>
/// <param name="Destination">Where the client connected to; null together with <paramref name="Source"/>.</param>
internal sealed record ProxyHeader(IPEndPoint? Source, IPEndPoint? Destination)
{
    public static readonly ProxyHeader Unknown = new(null, null);
}
