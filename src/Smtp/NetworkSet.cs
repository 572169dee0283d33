using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MsLite.Smtp;

/// <summary>Addresses and prefixes, such as those of the proxies we trust. IPv4-mapped IPv6 addresses count as IPv4.</summary>
public sealed class NetworkSet
{
    public static readonly NetworkSet Empty = new([]);

    private readonly IPNetwork[] _networks;

    private NetworkSet(IPNetwork[] networks) => _networks = networks;

    /// <summary>Reads "192.0.2.1", "192.0.2.0/24", "2001:db8::/32"; bits behind the prefix are ignored.</summary>
    /// <param name="texts">One address or prefix each.</param>
    /// <param name="set">What could be read.</param>
    /// <param name="faults">What could not, as given; empty on success.</param>
    public static bool TryParse(IEnumerable<string> texts, out NetworkSet set, out IReadOnlyList<string> faults)
    {
        var networks = new List<IPNetwork>();
        var bad = new List<string>();
        foreach (var text in texts)
        {
            if (TryParse(text.Trim(), out var network))
            {
                networks.Add(network);
            }
            else
            {
                bad.Add(text);
            }
        }

        set = new NetworkSet([.. networks]);
        faults = bad;
        return bad.Count == 0;
    }

    /// <summary>For addresses known to be sound.</summary>
    /// <exception cref="FormatException">One of them is not.</exception>
    public static NetworkSet Of(params string[] texts) =>
        TryParse(texts, out var set, out var faults) ? set : throw new FormatException($"\"{faults[0]}\" is no address and no prefix.");

    public bool Contains(IPAddress address)
    {
        var plain = Normalise(address);
        foreach (var network in _networks)
        {
            if (network.Contains(plain))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>An IPv4-mapped IPv6 address as IPv4; without a scope.</summary>
    public static IPAddress Normalise(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0 ? new IPAddress(address.GetAddressBytes()) : address;
    }

    private static bool TryParse(string text, out IPNetwork network)
    {
        network = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(slash < 0 ? text : text[..slash], out var address))
        {
            return false;
        }

        address = Normalise(address);
        var bits = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        var prefix = bits;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out prefix) || prefix > bits))
        {
            return false;
        }

        network = new IPNetwork(Mask(address, prefix), prefix);
        return true;
    }

    private static IPAddress Mask(IPAddress address, int prefix)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            var kept = Math.Clamp(prefix - (i * 8), 0, 8);
            bytes[i] &= (byte)(0xff << (8 - kept));
        }

        return new IPAddress(bytes);
    }
}
