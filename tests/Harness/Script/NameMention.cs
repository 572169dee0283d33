using System.Globalization;
using System.Net;

namespace MsLite.Harness.Script;

/// <summary>Says whether a script may lead the program to ask DNS about a name: it does if it holds the name's last labels, or the address.</summary>
internal static class NameMention
{
    private const string ReverseIPv4 = ".in-addr.arpa";
    private const string ReverseIPv6 = ".ip6.arpa";

    /// <param name="text">All of the script.</param>
    /// <param name="name">In lower case.</param>
    public static bool Of(string text, string name)
    {
        // Who does not say another client speaks from 127.0.0.1.
        var sought = AddressOf(name) ?? string.Join('.', name.Split('.')[^Math.Min(2, name.Split('.').Length)..]);
        return sought == "127.0.0.1" || text.Contains(sought, StringComparison.OrdinalIgnoreCase);
    }

    private static string? AddressOf(string name)
    {
        if (name.EndsWith(ReverseIPv4, StringComparison.Ordinal))
        {
            return string.Join('.', name[..^ReverseIPv4.Length].Split('.').Reverse());
        }

        var digits = name.EndsWith(ReverseIPv6, StringComparison.Ordinal) ? name[..^ReverseIPv6.Length].Replace(".", "", StringComparison.Ordinal) : "";
        return digits.Length == 32 && UInt128.TryParse(string.Concat(digits.Reverse()), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var bits)
            ? new IPAddress(BitConverter.GetBytes(bits).Reverse().ToArray()).ToString()
            : null;
    }
}
