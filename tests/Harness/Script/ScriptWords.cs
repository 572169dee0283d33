using System.Globalization;
using System.Text;

namespace MsLite.Harness.Script;

/// <summary>Takes a line of a script apart: words, quoted texts, escapes.</summary>
internal static class ScriptWords
{
    /// <summary>Words between spaces. Double quotes, also after <c>key=</c>, hold spaces and escapes together.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var inWord = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                var close = ClosingQuote(text, i);
                word.Append(Unescape(text[(i + 1)..close]));
                (inWord, i) = (true, close);
            }
            else if (text[i] != ' ')
            {
                word.Append(text[i]);
                inWord = true;
            }
            else if (inWord)
            {
                words.Add(word.ToString());
                word.Clear();
                inWord = false;
            }
        }

        if (inWord)
        {
            words.Add(word.ToString());
        }

        return words;
    }

    /// <summary>\r \n \t \0 \" \\ \xNN, and \{70000*a} for a run of the same text. One character is one byte.</summary>
    public static string Unescape(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
            {
                result.Append(text[i]);
                continue;
            }

            i++;
            switch (text[i])
            {
                case 'x':
                    result.Append((char)byte.Parse(text.AsSpan(i + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                    i += 2;
                    break;
                case '{':
                    i = AppendRun(result, text, i);
                    break;
                default:
                    result.Append(Simple(text[i]));
                    break;
            }
        }

        return result.ToString();
    }

    /// <summary>Script files are UTF-8; what they send is those bytes.</summary>
    public static string Utf8AsLatin1(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    private static char Simple(char escaped) => escaped switch
    {
        'r' => '\r',
        'n' => '\n',
        't' => '\t',
        '0' => '\0',
        '"' or '\\' => escaped,
        _ => throw new FormatException($"\\{escaped} is no escape: there are \\r \\n \\t \\0 \\\" \\\\ \\xNN and \\{{N*TEXT}}."),
    };

    private static int AppendRun(StringBuilder result, string text, int open)
    {
        var star = text.IndexOf('*', open);
        var close = text.IndexOf('}', star);
        var count = int.Parse(text.AsSpan(open + 1, star - open - 1), NumberStyles.None, CultureInfo.InvariantCulture);
        var unit = Unescape(text[(star + 1)..close]);
        for (var n = 0; n < count; n++)
        {
            result.Append(unit);
        }

        return close;
    }

    private static int ClosingQuote(string text, int open)
    {
        for (var i = open + 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                return i;
            }
        }

        throw new FormatException($"A quote is not closed: {text}");
    }
}
