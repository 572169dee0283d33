using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace MsLite.Filter;

/// <summary>
/// Where the panel listens: <c>http://127.0.0.1:8080</c>, <c>https://:8443</c>; <c>localhost</c> is 127.0.0.1, other host names are not looked up.
/// </summary>
/// <param name="IsHttps">Whether it speaks TLS.</param>
public sealed record HttpAddress(ListenAddress Listen, bool IsHttps)
{
    private const string Http = "http://";
    private const string Https = "https://";

    /// <summary>Whether only this machine reaches it.</summary>
    public bool IsLoopback => Listen.Address is { } address && IPAddress.IsLoopback(address);

    public static bool TryParse(string text, [NotNullWhen(true)] out HttpAddress? address)
    {
        address = null;
        var isHttps = text.StartsWith(Https, StringComparison.OrdinalIgnoreCase);
        if (!isHttps && !text.StartsWith(Http, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var authority = text[(isHttps ? Https : Http).Length..].TrimEnd('/');
        const string Localhost = "localhost:";
        if (authority.StartsWith(Localhost, StringComparison.OrdinalIgnoreCase))
        {
            authority = $"{IPAddress.Loopback}:{authority[Localhost.Length..]}";
        }

        if (ListenAddress.TryParse(authority, out var listen))
        {
            address = new HttpAddress(listen, isHttps);
        }

        return address is not null;
    }
}
