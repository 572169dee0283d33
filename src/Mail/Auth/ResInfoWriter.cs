using System.Globalization;
using System.Text;
using MsLite.Mail.Auth.Arc;
using MsLite.Mail.Auth.Dkim;
using MsLite.Mail.Auth.Dmarc;
using MsLite.Mail.Auth.Spf;

namespace MsLite.Mail.Auth;

/// <summary>Writes results as Authentication-Results has them (RFC 8601 §2.2, §2.7), safe to stand in a header: one line of ASCII.</summary>
public static class ResInfoWriter
{
    // RFC 5322 §2.1.1: 998 in a line; the field's own line and the fold are ours to add.
    private const int MaxLength = 900;
    private const int MaxReason = 150;

    /// <summary>RFC 8601 §2.7.2. With a null return path the identity is the HELO name.</summary>
    public static string Write(SpfResult spf, EmailAddress? returnPath) => Write(
        "spf",
        spf.Result,
        spf.Problem ?? "",
        returnPath is null ? ("smtp.helo", spf.Domain) : ("smtp.mailfrom", returnPath.ToString()));

    /// <summary>RFC 8601 §2.7.1, RFC 6008 §4 for header.b.</summary>
    public static string Write(DkimResult dkim) => Write(
        "dkim",
        dkim.Result,
        dkim.Reason,
        ("header.d", dkim.Domain),
        ("header.s", dkim.Selector),
        ("header.a", dkim.Algorithm),
        ("header.b", dkim.SignatureStart),
        ("header.i", dkim.Identity));

    /// <summary>RFC 9989 §6: the author's domain and the policy that applies.</summary>
    public static string Write(DmarcResult dmarc) => Write(
        "dmarc",
        dmarc.Result,
        dmarc.Result == AuthResult.Pass ? "" : dmarc.Reason,
        ("header.from", dmarc.AuthorDomain),
        ("policy.dmarc", dmarc.PolicyDomain.Length == 0 ? "" : dmarc.Policy.ToWord()));

    /// <summary>RFC 8617 §10.2: the last sealer as header.d is not registered; the count of hops is a reason for people.</summary>
    public static string Write(ArcResult arc) => Write(
        "arc",
        arc.Result,
        arc.Hops.Count == 0 ? arc.Reason : string.Create(CultureInfo.InvariantCulture, $"{arc.Hops.Count} sealed, last by {arc.Hops[^1].Sealer}"));

    /// <summary>Any method: <c>iprev</c> for example. Properties with an empty value are left out.</summary>
    public static string Write(string method, AuthResult result, string reason, params ReadOnlySpan<(string Name, string Value)> properties)
    {
        var text = new StringBuilder($"{method}={result.ToWord()}");
        if (reason.Length > 0)
        {
            text.Append(" reason=").Append(Value(reason[..Math.Min(reason.Length, MaxReason)], quote: true));
        }

        foreach (var (name, value) in properties)
        {
            var written = Value(value, quote: false);
            if (value.Length > 0 && text.Length + name.Length + written.Length + 2 <= MaxLength)
            {
                text.Append(' ').Append(name).Append('=').Append(written);
            }
        }

        return text.ToString();
    }

    // RFC 8601 §2.2: an address or a domain stands as it is; all else that is no token is quoted (RFC 5322 §3.2.4).
    private static string Value(string value, bool quote)
    {
        if (!quote && value.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-./^_`{|}~@".Contains(c, StringComparison.Ordinal)))
        {
            return value;
        }

        var quoted = new StringBuilder("\"");
        foreach (var c in value)
        {
            quoted.Append(c is '"' or '\\' ? "\\" : "").Append(c is >= ' ' and <= '~' ? c : '?');
        }

        return quoted.Append('"').ToString();
    }
}
