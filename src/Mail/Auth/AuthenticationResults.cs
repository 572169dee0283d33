namespace MsLite.Mail.Auth;

/// <summary>The header field Authentication-Results (RFC 8601): what an authentication service found, for those who trust it.</summary>
public static class AuthenticationResults
{
    public const string FieldName = "Authentication-Results";

    /// <summary>All of a field's value, as far as it keeps to the grammar; never fails. See <see cref="AuthenticationResultsField"/>.</summary>
    public static AuthenticationResultsField Parse(string value) => AuthenticationResultsParser.Parse(value);

    /// <summary>
    /// The authserv-id of a field's value (RFC 8601 §2.2: after optional white space and comments; a token or a quoted string).
    /// False when there is none; <paramref name="id"/> is then empty. Compare it ignoring case (§2.5). Reads no further than the id.
    /// </summary>
    public static bool TryParseAuthservId(string value, out string id)
    {
        var scanner = new FieldScanner(value);
        id = "";
        if (!scanner.SkipCfws() || !scanner.TryReadValue(out id))
        {
            return false;
        }

        // RFC 8601 §2.2: behind the id comes a version, the results, or the end; anything else is not an id.
        return scanner.AtEnd || scanner.Peek is ';' or '(' || char.IsWhiteSpace(scanner.Peek);
    }
}
