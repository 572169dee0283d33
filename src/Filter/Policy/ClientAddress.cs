using System.Net;
using System.Net.Sockets;

namespace MsLite.Filter.Policy;

/// <summary>A client's address as the tree spells it: IPv4 dotted (also when mapped into IPv6), IPv6 compressed in lower case (RFC 5952).</summary>
internal sealed class ClientAddress
{
    private readonly IPAddress _address;

    public ClientAddress(IPAddress address)
    {
        _address = Canonical(address);
        Name = PolicyName.OfOurs(_address.ToString());
    }

    public PolicyName Name { get; }

    public string Text => Name.Text;

    /// <summary>The entry for this address in a directory of addresses: its own, or the longest prefix that covers it.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    public PolicyFile? FindIn(PolicyDirectory directory)
    {
        if (directory.Find(Name) is { } own)
        {
            return own;
        }

        var prefixes = directory.Root.Prefixes.TryGet(directory);
        foreach (var length in PrefixNames.Lengths(prefixes, _address.AddressFamily == AddressFamily.InterNetwork))
        {
            var name = PrefixText(_address, length);
            if (prefixes?.Contains(name) != false && directory.Find(PolicyName.OfOurs(name)) is { } covering)
            {
                return covering;
            }
        }

        return null;
    }

    /// <summary>The prefix of <paramref name="length"/> bits that covers the address, such as <c>192.0.2.0_24</c>.</summary>
    public static string PrefixText(IPAddress address, int length)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var size);
        for (var i = 0; i < size; i++)
        {
            var kept = Math.Clamp(length - (i * 8), 0, 8);
            bytes[i] &= (byte)(0xff << (8 - kept));
        }

        return $"{new IPAddress(bytes[..size])}_{length}";
    }

    private static IPAddress Canonical(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        // An IPv6 address may carry the interface it came by; policy knows none.
        return address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0
            ? new IPAddress(address.GetAddressBytes())
            : address;
    }
}
