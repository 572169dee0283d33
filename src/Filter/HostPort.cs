using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MsLite.Mail;

namespace MsLite.Filter;

/// <summary>Understands <c>host:port</c>, as it stands in addresses of servers that we connect to.</summary>
internal static class HostPort
{
    /// <summary>An address, or a name that is looked up when it is connected to; otherwise a clause that says what is wrong.</summary>
    public static bool TryParse(string text, int defaultPort, [NotNullWhen(true)] out EndPoint? endPoint, out string fault)
    {
        endPoint = null;
        if (!TrySplit(text, out var host, out var port))
        {
            fault = "an IPv6 address stands in brackets, as in [2001:db8::1]:25, and nothing follows the port";
        }
        else if (!TryPort(port, defaultPort, out var number))
        {
            fault = $"\"{port}\" is not a port from 1 to 65535";
        }
        else
        {
            fault = TryHost(host, number, out endPoint) ? "" : $"\"{host}\" is neither a host name nor an address";
        }

        return endPoint is not null;
    }

    private static bool TrySplit(string authority, out string host, out string? port)
    {
        var bracket = authority.StartsWith('[') ? authority.IndexOf(']', StringComparison.Ordinal) + 1 : 0;
        var colon = authority.IndexOf(':', bracket);
        host = colon < 0 ? authority : authority[..colon];
        port = colon < 0 ? null : authority[(colon + 1)..];
        return (bracket == 0 || host.Length == bracket) && (port is null || !port.Contains(':', StringComparison.Ordinal));
    }

    private static bool TryPort(string? text, int defaultPort, out int port)
    {
        port = defaultPort;
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535);
    }

    private static bool TryHost(string host, int port, out EndPoint? endPoint)
    {
        endPoint = null;
        if (host is ['[', .. var inner, ']'])
        {
            endPoint = IPAddress.TryParse(inner, out var v6) && v6.AddressFamily == AddressFamily.InterNetworkV6 ? new IPEndPoint(v6, port) : null;
        }
        else if (IPAddress.TryParse(host, out var v4))
        {
            // "127.1" and "0x7f000001" are addresses to the parser, but nobody writes them in earnest.
            endPoint = v4.ToString() == host ? new IPEndPoint(v4, port) : null;
        }
        else if (IsHostName(DomainName.ToKey(host)))
        {
            endPoint = new DnsEndPoint(DomainName.ToKey(host), port);
        }

        return endPoint is not null;
    }

    private static bool IsHostName(string name) =>
        name.Length is > 0 and <= 253 && Array.TrueForAll(name.Split('.'), label => label.Length is > 0 and <= 63)
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') && char.IsAsciiLetterOrDigit(name[0]);
}
