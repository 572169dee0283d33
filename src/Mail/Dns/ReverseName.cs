using System.Globalization;
using System.Net;
using System.Text;

namespace MsLite.Mail.Dns;

/// <summary>The name under which DNS keeps what it knows about an address: for PTR records and for blocklists.</summary>
public static class ReverseName
{
    /// <summary>Such as <c>7.2.0.192.in-addr.arpa</c> (RFC 1035 §3.5) or its ip6.arpa form (RFC 3596 §2.5).</summary>
    public static string ForPtr(IPAddress address) =>
        Labels(address) + (Unmapped(address).GetAddressBytes().Length == 4 ? "in-addr.arpa" : "ip6.arpa");

    /// <summary>Such as <c>7.2.0.192.zen.example</c> (RFC 5782 §2.1, §2.4).</summary>
    public static string ForZone(IPAddress address, string zone) => Labels(address) + zone;

    private static IPAddress Unmapped(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static string Labels(IPAddress address)
    {
        var bytes = Unmapped(address).GetAddressBytes();
        var text = new StringBuilder();
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            if (bytes.Length == 4)
            {
                text.Append(CultureInfo.InvariantCulture, $"{bytes[i]}.");
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"{bytes[i] & 15:x}.{bytes[i] >> 4:x}.");
            }
        }

        return text.ToString();
    }
}
