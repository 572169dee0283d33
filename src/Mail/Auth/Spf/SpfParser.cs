using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MsLite.Mail.Auth.Spf;

/// <summary>Text of an SPF record in, terms out (RFC 7208 §4.6, §12). Linear in the length, never fails other than by <see cref="SpfRecord.Error"/>.</summary>
internal static class SpfParser
{
    private const string Version = "v=spf1";
    private static readonly SearchValues<char> s_hexadecimalForm = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>RFC 7208 §4.5: exactly the version, then a space or the end. "v=spf10" is something else.</summary>
    public static bool IsSpf(string text) =>
        text.StartsWith(Version, StringComparison.OrdinalIgnoreCase) && (text.Length == Version.Length || text[Version.Length] == ' ');

    public static SpfRecord Parse(string text)
    {
        if (text.Length > SpfLimits.RecordLength)
        {
            return SpfRecord.Broken($"record of {text.Length} characters");
        }

        var directives = new List<SpfDirective>();
        string? redirect = null;
        string? explanation = null;
        foreach (var term in text[Version.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            // RFC 7208 §6: redirect and exp at most once each.
            var good = Modifier(term, out var name, out var value)
                ? name switch
                {
                    "redirect" => redirect is null && SpfMacro.IsDomainSpec(redirect = value),
                    "exp" => explanation is null && SpfMacro.IsDomainSpec(explanation = value),
                    _ => SpfMacro.IsMacroString(value),
                }
                : Directive(term) is { } directive && Add(directives, directive);
            if (!good)
            {
                // RFC 7208 §4.6: a syntax error anywhere is a permerror, even behind a term that would match.
                return SpfRecord.Broken($"syntax error in \"{Printable(term)}\"");
            }
        }

        return new SpfRecord(directives, redirect, explanation, null);
    }

    /// <summary>The term as a modifier: a name and "=", without a qualifier.</summary>
    private static bool Modifier(string term, out string name, out string value)
    {
        var length = NameLength(term);
        var found = length > 0 && length < term.Length && term[length] == '=';
        name = found ? term[..length].ToLowerInvariant() : "";
        value = found ? term[(length + 1)..] : "";
        return found;
    }

    // RFC 7208 §12: name = ALPHA *( ALPHA / DIGIT / "-" / "_" / "." )
    private static int NameLength(string term)
    {
        var length = 0;
        while (length < term.Length
            && (char.IsAsciiLetter(term[length]) || (length > 0 && (char.IsAsciiDigit(term[length]) || "-_.".Contains(term[length], StringComparison.Ordinal)))))
        {
            length++;
        }

        return length;
    }

    private static bool Add(List<SpfDirective> directives, SpfDirective directive)
    {
        directives.Add(directive);
        return true;
    }

    private static SpfDirective? Directive(string term)
    {
        var result = term[0] switch
        {
            '-' => AuthResult.Fail,
            '~' => AuthResult.SoftFail,
            '?' => AuthResult.Neutral,
            _ => AuthResult.Pass,
        };
        var rest = "+-~?".Contains(term[0], StringComparison.Ordinal) ? term[1..] : term;
        var length = NameLength(rest);
        var argument = rest[length..];
        return rest[..length].ToLowerInvariant() switch
        {
            "all" => argument.Length == 0 ? new(result, SpfMechanism.All, term) : null,
            "include" => WithDomain(new(result, SpfMechanism.Include, term), argument, required: true),
            "exists" => WithDomain(new(result, SpfMechanism.Exists, term), argument, required: true),
            "ptr" => WithDomain(new(result, SpfMechanism.Ptr, term), argument, required: false),
            "a" => WithPrefixes(new(result, SpfMechanism.A, term), argument),
            "mx" => WithPrefixes(new(result, SpfMechanism.Mx, term), argument),
            "ip4" => WithNetwork(new(result, SpfMechanism.Ip4, term), argument),
            "ip6" => WithNetwork(new(result, SpfMechanism.Ip6, term), argument),
            _ => null,
        };
    }

    private static SpfDirective? WithDomain(SpfDirective directive, string argument, bool required)
    {
        if (argument.Length == 0)
        {
            return required ? null : directive;
        }

        return argument[0] == ':' && SpfMacro.IsDomainSpec(argument[1..]) ? directive with { DomainSpec = argument[1..] } : null;
    }

    // RFC 7208 §5.3, §5.4: a = "a" [ ":" domain-spec ] [ dual-cidr-length ]; "//" stands before the length for IPv6.
    private static SpfDirective? WithPrefixes(SpfDirective directive, string argument)
    {
        var rest = argument;
        if (TakeNumber(ref rest, "//", out var six))
        {
            directive = directive with { Prefix6 = six };
        }

        if (TakeNumber(ref rest, "/", out var four))
        {
            directive = directive with { Prefix4 = four };
        }

        return directive.Prefix4 <= 32 && directive.Prefix6 <= 128 ? WithDomain(directive, rest, required: false) : null;
    }

    private static SpfDirective? WithNetwork(SpfDirective directive, string argument)
    {
        var four = directive.Mechanism == SpfMechanism.Ip4;
        var bits = four ? 32 : 128;
        if (argument.Length == 0 || argument[0] != ':')
        {
            return null;
        }

        var rest = argument[1..];
        if (TakeNumber(ref rest, "/", out var prefix))
        {
            bits = prefix <= bits ? prefix : -1;
        }

        var known = four ? TryParse4(rest, out var network) : TryParse6(rest, out network);
        return known && bits >= 0 ? directive with { Network = network, Prefix4 = bits, Prefix6 = bits } : null;
    }

    /// <summary>Cuts the separator and a number without leading zeros off the end; a number too long to be right becomes 999.</summary>
    private static bool TakeNumber(ref string rest, string separator, out int number)
    {
        number = 0;
        var slash = rest.LastIndexOf('/');
        var digits = slash < 0 ? "" : rest[(slash + 1)..];
        if (digits.Length == 0 || digits.AsSpan().ContainsAnyExceptInRange('0', '9') || (digits[0] == '0' && digits.Length > 1))
        {
            return false;
        }

        if (!rest[..(slash + 1)].EndsWith(separator, StringComparison.Ordinal))
        {
            return false;
        }

        number = digits.Length > 3 ? 999 : int.Parse(digits, CultureInfo.InvariantCulture);
        rest = rest[..(slash + 1 - separator.Length)];
        return true;
    }

    // RFC 7208 §5.6: ip4-network = qnum "." qnum "." qnum "." qnum. IPAddress would also take "127.1" and "0x7f.1".
    private static bool TryParse4(string text, out IPAddress address)
    {
        address = IPAddress.None;
        var parts = text.Split('.');
        return parts.Length == 4
            && Array.TrueForAll(parts, part => part.Length is > 0 and <= 3 && !part.AsSpan().ContainsAnyExceptInRange('0', '9') && (part == "0" || part[0] != '0'))
            && IPAddress.TryParse(text, out address!);
    }

    // IPAddress would also take a scope ("%1") and brackets.
    private static bool TryParse6(string text, out IPAddress address)
    {
        address = IPAddress.IPv6None;
        return text.Length <= 45
            && !text.AsSpan().ContainsAnyExcept(s_hexadecimalForm)
            && text.Contains(':', StringComparison.Ordinal)
            && IPAddress.TryParse(text, out address!)
            && address.AddressFamily == AddressFamily.InterNetworkV6;
    }

    private static string Printable(string term) =>
        string.Concat(term.Take(80).Select(c => c is > ' ' and < '\x7f' ? c : '?'));
}
