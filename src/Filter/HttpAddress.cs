using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace MsLite.Filter;

/// <summary>Where the panel listens: <c>http://127.0.0.1:8080</c>; <c>localhost</c> is 127.0.0.1, other host names are not looked up.</summary>
public static class HttpAddress
{
    private const string Scheme = "http://";

    public static bool TryParse(string text, [NotNullWhen(true)] out ListenAddress? address)
    {
        address = null;
        if (!text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var authority = text[Scheme.Length..].TrimEnd('/');
        const string Localhost = "localhost:";
        if (authority.StartsWith(Localhost, StringComparison.OrdinalIgnoreCase))
        {
            authority = $"{IPAddress.Loopback}:{authority[Localhost.Length..]}";
        }

        return ListenAddress.TryParse(authority, out address);
    }
}
