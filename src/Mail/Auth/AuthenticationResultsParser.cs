namespace MsLite.Mail.Auth;

/// <summary>Reads Authentication-Results (RFC 8601 §2.2) in one pass, within bounds; what breaks the grammar is left out.</summary>
internal static class AuthenticationResultsParser
{
    private const int MaxLength = 65536;
    private const int MaxResults = 100;
    private const int MaxProperties = 50;
    private const int MaxName = 100;

    public static AuthenticationResultsField Parse(string value)
    {
        var whole = value.Length <= MaxLength;
        var scanner = new FieldScanner(whole ? value : value[..MaxLength]);
        var results = new List<ResInfo>();
        if (!scanner.SkipCfws() || !scanner.TryReadValue(out var id))
        {
            return new AuthenticationResultsField("", results, IsWhole: false);
        }

        whole &= SkipVersion(ref scanner);
        while (scanner.Take(';'))
        {
            if (results.Count == MaxResults)
            {
                return new AuthenticationResultsField(id, results, IsWhole: false);
            }

            whole &= scanner.SkipCfws() && (scanner.AtEnd || TryReadResult(ref scanner, results));
            whole &= scanner.AtEnd || scanner.Peek == ';';
            scanner.SkipTo(';');
        }

        return new AuthenticationResultsField(id, results, whole && scanner.AtEnd);
    }

    // RFC 8601 §2.2: authres-version = 1*DIGIT [CFWS]; the only version is 1.
    private static bool SkipVersion(ref FieldScanner scanner)
    {
        var good = scanner.SkipCfws() && (!char.IsAsciiDigit(scanner.Peek) || (scanner.TryReadToken("", out var version) && version == "1"));
        good &= scanner.SkipCfws() && (scanner.AtEnd || scanner.Peek == ';');
        scanner.SkipTo(';');
        return good;
    }

    private static bool TryReadResult(ref FieldScanner scanner, List<ResInfo> results)
    {
        if (!scanner.TryReadToken("/", out var method) || !scanner.SkipCfws())
        {
            return false;
        }

        if (!scanner.Take('='))
        {
            // RFC 8601 §2.2: no-result = "none", alone.
            return method == "none" && results.Count == 0;
        }

        if (!scanner.SkipCfws() || !scanner.TryReadToken("", out var result))
        {
            return false;
        }

        var reason = "";
        var properties = new List<ResInfoProperty>();
        var good = ReadProperties(ref scanner, properties, ref reason);

        // RFC 8601 §2.2: method = Keyword [ "/" version ]
        results.Add(new ResInfo(method.Split('/')[0].ToLowerInvariant(), result.ToLowerInvariant(), reason, properties));
        return good;
    }

    private static bool ReadProperties(ref FieldScanner scanner, List<ResInfoProperty> properties, ref string reason)
    {
        while (scanner.SkipCfws())
        {
            if (scanner.AtEnd || scanner.Peek == ';')
            {
                return true;
            }

            if (properties.Count == MaxProperties || !TryReadName(ref scanner, out var name) || !scanner.SkipCfws() || !TryReadPvalue(ref scanner, out var value))
            {
                return false;
            }

            if (name == "reason")
            {
                reason = value;
            }
            else
            {
                properties.Add(new ResInfoProperty(name, value));
            }
        }

        return false;
    }

    // RFC 8601 §2.2: ptype [CFWS] "." [CFWS] property [CFWS] "=" ; a token may hold the dot itself.
    private static bool TryReadName(ref FieldScanner scanner, out string name)
    {
        name = "";
        while (name.Length < MaxName && scanner.TryReadToken("", out var part))
        {
            name += part.ToLowerInvariant();
            if (!scanner.SkipCfws() || scanner.Take('='))
            {
                break;
            }
        }

        return name.Length > 0 && !scanner.AtEnd;
    }

    // RFC 8601 §2.2: pvalue = value / [ [ local-part ] "@" ] domain-name
    private static bool TryReadPvalue(ref FieldScanner scanner, out string value)
    {
        const string InAddresses = "@/:=[]";
        if (scanner.Peek != '"')
        {
            return scanner.TryReadToken(InAddresses, out value);
        }

        var good = scanner.TryReadValue(out value);
        if (good && scanner.Peek == '@' && scanner.TryReadToken(InAddresses, out var domain))
        {
            value += domain;
        }

        return good;
    }
}
