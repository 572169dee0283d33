using System.Buffers;
using System.Globalization;

namespace MsLite.Mail;

/// <summary>Domain names in the one form in which they are compared: lower case, A-labels (RFC 5890), no final dot.</summary>
public static class DomainName
{
    private static readonly IdnMapping s_idn = new() { UseStd3AsciiRules = false, AllowUnassigned = true };

    private static readonly SearchValues<char> s_nameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <summary>The comparable form of <paramref name="name"/>; a name that has no A-label form is only lower-cased.</summary>
    public static string ToKey(string name)
    {
        var trimmed = name.EndsWith('.') ? name[..^1] : name;
        if (System.Text.Ascii.IsValid(trimmed))
        {
            return trimmed.ToLowerInvariant();
        }

        try
        {
            var mapped = s_idn.GetAscii(trimmed).ToLowerInvariant();

            // Mapping makes "/" of its full-width form, and other characters that no name may gain on the way to a path.
            return mapped.AsSpan().ContainsAnyExcept(s_nameCharacters) ? trimmed.ToLowerInvariant() : mapped;
        }
        catch (ArgumentException)
        {
            // Not a name that IDNA knows; it can match nothing in DNS or in the tree.
            return trimmed.ToLowerInvariant();
        }
    }
}
