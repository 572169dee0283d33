using System.Text;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;

namespace MsLite.Filter.Quarantine.View.Html;

/// <summary>The words of a message that has only HTML: what stands between the tags, a line for each block.</summary>
public static class HtmlText
{
    /// <param name="most">Characters wanted.</param>
    public static string Of(string html, int most)
    {
        var text = new StringBuilder();
        foreach (var token in HtmlTokens.Read(html.Length > HtmlSanitizer.MaxLength ? html[..HtmlSanitizer.MaxLength] : html))
        {
            if (text.Length > most)
            {
                break;
            }

            if (token.Type == HtmlTokenType.Character)
            {
                AppendWords(text, token.Data);
            }
            else
            {
                AppendSpace(text, token);
            }
        }

        return text.ToString().Trim();
    }

    /// <summary>White space of any length is one space.</summary>
    private static void AppendWords(StringBuilder text, string words)
    {
        foreach (var c in words)
        {
            if (!char.IsWhiteSpace(c))
            {
                text.Append(c);
            }
            else if (text.Length > 0 && text[^1] is not (' ' or '\n'))
            {
                text.Append(' ');
            }
        }
    }

    private static void AppendSpace(StringBuilder text, HtmlToken token)
    {
        if (token.Name == "br")
        {
            EndLine(text);
        }
        else if (HtmlElements.IsBlock(token.Name) || token.Name is "tr" or "caption")
        {
            // One empty line at most between two blocks.
            if (text.Length > 0 && !EndsWithEmptyLine(text))
            {
                EndLine(text);
            }
        }
        else if (HtmlElements.IsCell(token.Name) && token.Type == HtmlTokenType.EndTag)
        {
            AppendWords(text, " ");
        }
    }

    private static void EndLine(StringBuilder text)
    {
        text.Length -= text.Length > 0 && text[^1] == ' ' ? 1 : 0;
        text.Append('\n');
    }

    private static bool EndsWithEmptyLine(StringBuilder text) => text.Length > 1 && text[^1] == '\n' && text[^2] == '\n';
}
