using System.Net;
using System.Net.Sockets;
using MsLite.Smtp;

namespace MsLite.Filter;

/// <summary>
/// Tells hosts that are this machine, or lie behind the same door, from those of the internet: what one reaches at them is the operator's, so
/// who is trusted with a domain alone does not have this program connect there.
/// </summary>
internal static class NearHosts
{
    /// <summary>
    /// Not reached from outside: this host, loopback, private and shared networks, link-local (the cloud's metadata too), protocol
    /// assignments, benchmarks, multicast, and what is reserved (RFC 6890).
    /// </summary>
    private static readonly NetworkSet s_networks = NetworkSet.Of(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15",
        "224.0.0.0/4", "240.0.0.0/4", "::/128", "::1/128", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8");

    /// <summary>Names that no public DNS answers for (RFC 6761, RFC 6762, RFC 8375, and what networks use at home).</summary>
    private static readonly string[] s_domains = ["localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "private", "home.arpa"];

    /// <summary>Whether the address or name is near; a name of the internet may still lead here, which only who looks it up can tell.</summary>
    public static bool Contains(EndPoint endPoint) => endPoint switch
    {
        IPEndPoint ip => Contains(ip.Address),
        DnsEndPoint dns => Contains(dns.Host),
        _ => true,
    };

    /// <summary>Also an address that carries another one inside, as transition to IPv6 has them: it leads where the inner one does.</summary>
    public static bool Contains(IPAddress address) =>
        s_networks.Contains(address) || (Inner(address) is { } inner && s_networks.Contains(inner));

    private static bool Contains(string host)
    {
        var name = host.TrimEnd('.').ToLowerInvariant();
        // A name without a dot is completed by the machine's own search list, or stands in its hosts file.
        return !name.Contains('.', StringComparison.Ordinal)
            || Array.Exists(s_domains, domain => name.EndsWith("." + domain, StringComparison.Ordinal))
            || IsNumber(name);
    }

    /// <summary>"127.1" and "0x7f.0.0.1" are addresses to some resolvers; no name of the internet ends in a number.</summary>
    private static bool IsNumber(string name) =>
        name[(name.LastIndexOf('.') + 1)..] is var last && (last.All(char.IsAsciiDigit) || last.StartsWith("0x", StringComparison.Ordinal));

    private static IPAddress? Inner(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return null;
        }

        var bytes = address.GetAddressBytes();
        return bytes switch
        {
            // RFC 6052 §2.1: NAT64. RFC 8215: the same within a network.
            [0x00, 0x64, 0xff, 0x9b, ..] => new IPAddress(bytes[12..]),
            // RFC 3056 §2: 6to4.
            [0x20, 0x02, ..] => new IPAddress(bytes[2..6]),
            // RFC 4291 §2.5.5.1: IPv4-compatible, long given up.
            [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ..] => new IPAddress(bytes[12..]),
            // RFC 4380 §4: Teredo hides the client's address by turning its bits over.
            [0x20, 0x01, 0x00, 0x00, ..] => new IPAddress([.. bytes[12..].Select(part => (byte)~part)]),
            _ => null,
        };
    }
}
