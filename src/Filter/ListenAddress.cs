using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace MsLite.Filter;

/// <summary>Where a listener waits: an address and a port, <c>0.0.0.0:25</c> or <c>[::]:25</c>, or every address with <c>:25</c>.</summary>
/// <param name="Address">Null is every address of both families.</param>
/// <param name="Port">0 to 65535; 0 takes a free one.</param>
public sealed record ListenAddress(IPAddress? Address, int Port)
{
    public static bool TryParse(string text, [NotNullWhen(true)] out ListenAddress? address)
    {
        address = null;
        var colon = text.LastIndexOf(':');
        if (colon < 0 || !TryParsePort(text.AsSpan(colon + 1), out var port))
        {
            return false;
        }

        var host = text[..colon];
        if (host is "" or "*")
        {
            address = new ListenAddress(null, port);
            return true;
        }

        // An IPv6 address without brackets would hide its port among its groups.
        var bracketed = host.StartsWith('[') && host.EndsWith(']');
        if (!IPAddress.TryParse(bracketed ? host[1..^1] : host, out var ip) || bracketed != host.Contains(':', StringComparison.Ordinal)
            || !IsWholeAddress(ip, host))
        {
            return false;
        }

        address = new ListenAddress(ip, port);
        return true;
    }

    public override string ToString() => Address is null ? $":{Port}" : new IPEndPoint(Address, Port).ToString();

    private static bool TryParsePort(ReadOnlySpan<char> text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= ushort.MaxValue;

    // "25" or "10.1" are addresses to inet_aton, and never what somebody meant here.
    private static bool IsWholeAddress(IPAddress ip, string host) =>
        ip.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 || host.Count(c => c == '.') == 3;
}
