namespace MsLite.Mail;

/// <summary>An envelope address, taken apart at its last "@" (RFC 5321 §4.1.2).</summary>
/// <param name="LocalPart">Its meaning, not its spelling: without quotes and backslashes, case kept.</param>
/// <param name="Domain">As the client wrote it; an address literal keeps its brackets. Empty only for <c>postmaster</c> (RFC 5321 §4.1.1.3).</param>
public sealed record EmailAddress(string LocalPart, string Domain)
{
    /// <summary>What policy looks up: the local part in lower case.</summary>
    public string LocalPartKey { get; } = LocalPart.ToLowerInvariant();

    /// <summary>What policy looks up: the domain in lower case, A-labels, no final dot.</summary>
    public string DomainKey { get; } = DomainName.ToKey(Domain);

    /// <summary>Whole address in the form policy looks up.</summary>
    public string Key => DomainKey.Length == 0 ? LocalPartKey : $"{LocalPartKey}@{DomainKey}";

    /// <summary>Whether a next hop without SMTPUTF8 cannot take this address (RFC 6531 §3.2).</summary>
    public bool NeedsSmtpUtf8 => !Ascii(LocalPart) || !Ascii(Domain);

    /// <summary>The address as it stands between "&lt;" and "&gt;" on the wire: quoted when it must be.</summary>
    public override string ToString() => Domain.Length == 0 ? QuotedLocalPart() : $"{QuotedLocalPart()}@{Domain}";

    private string QuotedLocalPart()
    {
        if (IsDotString(LocalPart))
        {
            return LocalPart;
        }

        // RFC 5321 §4.1.2, Quoted-string: only the quote and the backslash need a backslash.
        return '"' + LocalPart.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"';
    }

    private static bool IsDotString(string text)
    {
        if (text.Length == 0 || text[0] == '.' || text[^1] == '.' || text.Contains("..", StringComparison.Ordinal))
        {
            return false;
        }

        foreach (var c in text)
        {
            if (c != '.' && !IsAtext(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>RFC 5322 §3.2.3 atext, with RFC 6532's addition of everything beyond ASCII.</summary>
    public static bool IsAtext(char c) =>
        char.IsAsciiLetterOrDigit(c) || c > '\x9f' || "!#$%&'*+-/=?^_`{|}~".Contains(c, StringComparison.Ordinal);

    private static bool Ascii(string text) => System.Text.Ascii.IsValid(text);
}
