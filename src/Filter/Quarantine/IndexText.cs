namespace MsLite.Filter.Quarantine;

/// <summary>Makes any text fit for an index line: valid Unicode, no control character, no line separator, of bounded length.</summary>
internal static class IndexText
{
    private const char Replacement = '\uFFFD';

    /// <param name="most">Characters kept; what was cut shows as "…".</param>
    public static string Clean(string? text, int most)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        return text.Length <= most && IsClean(text) ? text : Replace(text, most);
    }

    private static bool IsClean(string text)
    {
        foreach (var c in text)
        {
            if (char.IsSurrogate(c) || IsUnfit(c))
            {
                return false;
            }
        }

        return true;
    }

    private static string Replace(string text, int most)
    {
        var clean = new System.Text.StringBuilder(Math.Min(text.Length, most) + 1);
        foreach (var rune in text.EnumerateRunes())
        {
            // EnumerateRunes gives U+FFFD for half of a surrogate pair.
            if (clean.Length + rune.Utf16SequenceLength > most)
            {
                return clean.Append('…').ToString();
            }

            clean.Append(rune.Value is '\t' or '\r' or '\n' ? " " : rune.IsBmp && IsUnfit((char)rune.Value) ? Replacement.ToString() : rune.ToString());
        }

        return clean.ToString();
    }

    /// <summary>Not only JSON's own: U+0085, U+2028 and U+2029 too, at which some readers split lines.</summary>
    private static bool IsUnfit(char c) => char.IsControl(c) || c is '\u2028' or '\u2029';
}
