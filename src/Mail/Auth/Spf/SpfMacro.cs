using System.Buffers;
using System.Globalization;
using System.Text;

namespace MsLite.Mail.Auth.Spf;

/// <summary>Macros (RFC 7208 §7): the syntax of macro-strings and their expansion.</summary>
internal static class SpfMacro
{
    private const string Letters = "slodiphv";
    private const string ExplanationLetters = "slodiphvcrt";
    private static readonly SearchValues<char> s_delimiters = SearchValues.Create(".-+,/_=");

    /// <summary>Whether the text is a macro-string of visible ASCII (§7.1).</summary>
    public static bool IsMacroString(string text) => LiteralTail(text) is not null;

    /// <summary>Whether the text is a domain-spec: a macro-string that ends in a macro, or in a label that could be a top-level domain (§7.1).</summary>
    public static bool IsDomainSpec(string text)
    {
        if (text.Length == 0 || LiteralTail(text) is not { } tail)
        {
            return false;
        }

        if (tail.Length == 0)
        {
            return true;
        }

        var name = tail.EndsWith('.') ? tail[..^1] : tail;
        var dot = name.LastIndexOf('.');
        return dot >= 0 && IsTopLabel(name.AsSpan(dot + 1));
    }

    /// <summary>Whether expanding the text needs the client's validated reverse name.</summary>
    public static bool UsesReverseName(string text) => text.Contains("%{p", StringComparison.OrdinalIgnoreCase);

    /// <summary>The expansion, at most <see cref="SpfLimits.ExpansionLength"/> chars; null for an error of syntax or one too long.</summary>
    public static string? Expand(string text, SpfMacroValues values, bool explanation)
    {
        var expanded = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            if (text[at] != '%')
            {
                expanded.Append(text[at++]);
            }
            else if (TryRead(text, ref at, explanation ? ExplanationLetters : Letters, out var macro))
            {
                expanded.Append(macro.Letter switch
                {
                    '%' => "%",
                    '_' => " ",
                    '-' => "%20",
                    _ => Transform(values.Of(macro.Letter), macro),
                });
            }
            else
            {
                return null;
            }

            if (expanded.Length > SpfLimits.ExpansionLength)
            {
                return null;
            }
        }

        return expanded.ToString();
    }

    /// <summary>What follows the last macro; null if the text is no macro-string.</summary>
    private static string? LiteralTail(string text)
    {
        var tail = 0;
        for (var at = 0; at < text.Length;)
        {
            if (text[at] == '%')
            {
                if (!TryRead(text, ref at, Letters, out _))
                {
                    return null;
                }

                tail = at;
            }
            else if (text[at++] is <= ' ' or >= '\x7f')
            {
                return null;
            }
        }

        return text[tail..];
    }

    // RFC 7208 §7.1: toplabel = ( *alphanum ALPHA *alphanum ) / ( 1*alphanum "-" *( alphanum / "-" ) alphanum )
    private static bool IsTopLabel(ReadOnlySpan<char> label)
    {
        var letter = false;
        foreach (var c in label)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-')
            {
                return false;
            }

            letter |= !char.IsAsciiDigit(c);
        }

        return letter && label[0] != '-' && label[^1] != '-';
    }

    /// <summary>Reads one macro that begins at <paramref name="at"/> with "%".</summary>
    private static bool TryRead(string text, ref int at, string letters, out Macro macro)
    {
        macro = default;
        at++;
        if (at >= text.Length)
        {
            return false;
        }

        if (text[at] is '%' or '_' or '-')
        {
            macro = new Macro(text[at++], false, 0, false, "");
            return true;
        }

        var end = text.IndexOf('}', at);
        if (text[at] != '{' || end < at + 2)
        {
            return false;
        }

        var inside = text.AsSpan(at + 1, end - at - 1);
        at = end + 1;
        return TryReadInside(inside, letters, out macro);
    }

    private static bool TryReadInside(ReadOnlySpan<char> inside, string letters, out Macro macro)
    {
        var letter = char.ToLowerInvariant(inside[0]);
        var i = 1;
        while (i < inside.Length && char.IsAsciiDigit(inside[i]))
        {
            i++;
        }

        var digits = inside[1..i];
        var reverse = i < inside.Length && inside[i] is 'r' or 'R';
        var delimiters = inside[(reverse ? i + 1 : i)..];
        // A name has at most 127 labels, so larger numbers all mean the same.
        var count = digits.Length > 3 ? 999 : digits.Length == 0 ? 0 : int.Parse(digits, CultureInfo.InvariantCulture);
        macro = new Macro(letter, char.IsAsciiLetterUpper(inside[0]), count, reverse, delimiters.ToString());
        // RFC 7208 §7.3: the number, if there is one, is not zero.
        return letters.Contains(letter, StringComparison.Ordinal)
            && (digits.Length == 0 || digits.ContainsAnyExcept('0'))
            && !delimiters.ContainsAnyExcept(s_delimiters);
    }

    private static string Transform(string value, Macro macro)
    {
        if (macro.Count > 0 || macro.Reverse || macro.Delimiters.Length > 0)
        {
            // RFC 7208 §7.3: split, perhaps reverse, keep the right-most parts, join with dots.
            var parts = value.Split(macro.Delimiters.Length > 0 ? macro.Delimiters.ToCharArray() : ['.']);
            if (macro.Reverse)
            {
                Array.Reverse(parts);
            }

            value = string.Join('.', macro.Count > 0 ? parts.TakeLast(macro.Count) : parts);
        }

        // RFC 7208 §7.3: an upper-case letter asks for URL escaping of all but RFC 3986's unreserved chars.
        return macro.Escape ? Uri.EscapeDataString(value) : value;
    }

    private readonly record struct Macro(char Letter, bool Escape, int Count, bool Reverse, string Delimiters);
}
