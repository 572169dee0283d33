using System.Net;
using System.Net.Sockets;

namespace MsLite.Mail.Dns;

/// <summary>The questions asked so often that they have a name.</summary>
public static class DnsResolverExtensions
{
    /// <summary>The reverse names of an address.</summary>
    public static ValueTask<DnsAnswer> ReverseAsync(this IDnsResolver dns, IPAddress address, CancellationToken ct = default) =>
        dns.QueryAsync(ReverseName.ForPtr(address), DnsType.Ptr, ct);

    /// <summary>The addresses of a name in one family: A for IPv4, AAAA for IPv6.</summary>
    public static ValueTask<DnsAnswer> AddressesAsync(this IDnsResolver dns, string name, AddressFamily family, CancellationToken ct = default) =>
        dns.QueryAsync(name, family == AddressFamily.InterNetworkV6 ? DnsType.Aaaa : DnsType.A, ct);
}
