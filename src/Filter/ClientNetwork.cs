using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace MsLite.Filter;

/// <summary>An address or a prefix in the options: <c>192.0.2.7</c>, <c>192.0.2.0/24</c>, <c>2001:db8::/32</c>.</summary>
public static class ClientNetwork
{
    /// <summary>False for a host name. Bits beyond the prefix do not count.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out IPNetwork? network)
    {
        network = null;
        if (text.Contains('/', StringComparison.Ordinal))
        {
            if (IPNetwork.TryParse(text, out var prefix))
            {
                network = prefix;
            }
        }
        else if (IPAddress.TryParse(text, out var address))
        {
            network = new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
        }

        return network is not null;
    }

    /// <summary>For a list that <see cref="MsLiteOptionsValidator"/> has passed.</summary>
    public static IReadOnlyList<IPNetwork> ParseAll(IEnumerable<string> texts) =>
        [.. texts.Select(text => TryParse(text, out var network) ? network.Value : throw new FormatException($"\"{text}\" is no address and no prefix."))];
}
