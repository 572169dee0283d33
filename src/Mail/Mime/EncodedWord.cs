using System.Text;

namespace MsLite.Mail.Mime;

/// <summary>Decodes encoded words (RFC 2047) as people's mail programs do: also glued to other text, and in quoted strings.</summary>
internal static class EncodedWord
{
    /// <summary>The text with every encoded word decoded; what is not one stays as it is. Cannot fail, and takes linear time.</summary>
    public static string Decode(string text)
    {
        if (!text.Contains("=?", StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var words = new EncodedWordJoiner(result);
        var done = 0;
        for (var at = text.IndexOf("=?", StringComparison.Ordinal); at >= 0;)
        {
            if (!TryParse(text, at, out var charset, out var isBase64, out var content, out var end))
            {
                at = IndexOfStart(text, at + 1);
                continue;
            }

            // RFC 2047 §6.2: white space between two encoded words is not shown.
            var between = text.AsSpan(done, at - done);
            if (!words.IsOpen || !IsWhiteSpace(between))
            {
                words.Close();
                result.Append(between);
            }

            words.Add(charset, isBase64, content);
            done = end;
            at = IndexOfStart(text, end);
        }

        words.Close();
        return result.Append(text, done, text.Length - done).ToString();
    }

    /// <summary>Length of the encoded word that begins at <paramref name="at"/>, or 0.</summary>
    public static int LengthAt(string text, int at) =>
        text.AsSpan(at).StartsWith("=?") && TryParse(text, at, out _, out _, out _, out var end) ? end - at : 0;

    private static int IndexOfStart(string text, int from) => from >= text.Length ? -1 : text.IndexOf("=?", from, StringComparison.Ordinal);

    private static bool IsWhiteSpace(ReadOnlySpan<char> text) => text.Trim(" \t\r\n").IsEmpty;

    // encoded-word = "=?" charset ["*" language] "?" encoding "?" encoded-text "?="        RFC 2047 §2, RFC 2231 §5
    private static bool TryParse(string text, int at, out string charset, out bool isBase64, out ReadOnlySpan<char> content, out int end)
    {
        charset = "";
        isBase64 = false;
        content = default;
        end = 0;

        var rest = text.AsSpan(at + 2);
        var mark = rest.IndexOfAny('?', ' ', '\t');
        if (mark <= 0 || rest[mark] != '?' || mark + 2 >= rest.Length || rest[mark + 2] != '?')
        {
            return false;
        }

        var encoding = char.ToUpperInvariant(rest[mark + 1]);
        var length = ContentLength(rest[(mark + 3)..]);
        if (encoding is not ('B' or 'Q') || length < 0 || (encoding == 'B' && rest.Slice(mark + 3, length).Contains(' ')))
        {
            return false;
        }

        var star = rest[..mark].IndexOf('*');
        charset = rest[..(star < 0 ? mark : star)].ToString();
        isBase64 = encoding == 'B';
        content = rest.Slice(mark + 3, length);
        end = at + 2 + mark + 3 + length + 2;
        return true;
    }

    /// <summary>Characters up to "?=", or -1. A lone "?" is tolerated, but not the beginning of another word: the search stays linear.</summary>
    private static int ContentLength(ReadOnlySpan<char> rest)
    {
        for (var i = 0; ; i++)
        {
            var mark = rest[i..].IndexOf('?');
            if (mark < 0)
            {
                return -1;
            }

            i += mark;
            if (i + 1 < rest.Length && rest[i + 1] == '=')
            {
                return i;
            }

            if (i > 0 && rest[i - 1] == '=')
            {
                return -1;
            }
        }
    }
}
