using System.Text;
using MsLite.Mail;

namespace MsLite.Filter;

/// <summary>Reads an address as people and index lines write it: with or without angle brackets, the local part quoted where it must be.</summary>
public static class AddressText
{
    /// <summary>Null for the null return path, and for a text that is no address.</summary>
    public static EmailAddress? Parse(string text)
    {
        var bare = WithoutBrackets(text);
        var at = bare.LastIndexOf('@');
        return at > 0 && at < bare.Length - 1 ? new EmailAddress(Unquoted(bare[..at]), bare[(at + 1)..]) : null;
    }

    public static string WithoutBrackets(string text)
    {
        var trimmed = text.Trim();
        return trimmed.StartsWith('<') && trimmed.EndsWith('>') ? trimmed[1..^1] : trimmed;
    }

    // RFC 5321 §4.1.2: what counts is what the quotes hold.
    private static string Unquoted(string local)
    {
        if (local.Length < 2 || local[0] != '"' || local[^1] != '"')
        {
            return local;
        }

        var text = new StringBuilder(local.Length);
        for (var i = 1; i < local.Length - 1; i++)
        {
            i += local[i] == '\\' && i + 1 < local.Length - 1 ? 1 : 0;
            text.Append(local[i]);
        }

        return text.ToString();
    }
}
