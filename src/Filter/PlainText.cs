using System.Buffers;
using System.Globalization;
using System.Text;

namespace MsLite.Filter;

/// <summary>
/// Makes a stranger's text fit for one line of a log or a cell of a table: control characters, line separators and the marks that
/// turn the direction of writing become "\u001B" and the like, and what is longer than the place for it is cut.
/// </summary>
public static class PlainText
{
    private static readonly SearchValues<char> s_unfit = SearchValues.Create([.. Enumerable.Range(0, char.MaxValue + 1).Select(c => (char)c).Where(IsUnfit)]);

    /// <param name="most">Characters kept.</param>
    public static string Clean(string? text, int most = 200)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var first = text.AsSpan().IndexOfAny(s_unfit);
        if (first < 0 && text.Length <= most)
        {
            return text;
        }

        return first < 0 ? Cut(text, most) : Cut(Escape(text.AsSpan(0, Math.Min(text.Length, most + 1))), most);
    }

    /// <summary>The same for a text of several lines: line feeds and tabs stay, CR LF and a lone CR become line feeds.</summary>
    /// <param name="most">Characters kept.</param>
    public static string CleanLines(string text, int most)
    {
        var lines = text.Contains('\r', StringComparison.Ordinal)
            ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n')
            : text;
        return Cut(lines.AsSpan().IndexOfAny(s_unfit) < 0 ? lines : Escape(lines, keepsLines: true), most);
    }

    private static string Escape(ReadOnlySpan<char> text, bool keepsLines = false)
    {
        var clean = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (IsUnfit(c) && !(keepsLines && c is '\n' or '\t'))
            {
                clean.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            }
            else
            {
                clean.Append(c);
            }
        }

        return clean.ToString();
    }

    private static string Cut(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        // Half of a surrogate pair is no character.
        var length = char.IsHighSurrogate(text[most - 1]) ? most - 1 : most;
        return string.Concat(text.AsSpan(0, length), "…");
    }

    private static bool IsUnfit(char c) =>
        c < ' ' || c is >= '\x7f' and <= '\x9f' || c is '\u2028' or '\u2029' or '\u061c' or '\u200e' or '\u200f' or '\ufeff'
        || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
