using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;

namespace MsLite.Filter.Quarantine.View.Html;

/// <summary>
/// Builds a message's HTML anew from a list of what is allowed: no script, no style, no address that a browser would fetch or follow,
/// nothing that submits, refreshes, embeds or is named. Never throws, and takes time in proportion to the length.
/// </summary>
public static class HtmlSanitizer
{
    /// <summary>Characters of HTML that are read.</summary>
    public const int MaxLength = 512 * 1024;

    public static SafeHtml Sanitize(string html)
    {
        var writer = new SafeHtmlWriter();
        var isCut = html.Length > MaxLength;
        foreach (var token in HtmlTokens.Read(isCut ? html[..MaxLength] : html))
        {
            Write(writer, token);
        }

        return new SafeHtml(writer.Finish(), writer.Images, writer.Links, isCut);
    }

    private static void Write(SafeHtmlWriter writer, HtmlToken token)
    {
        switch (token.Type)
        {
            case HtmlTokenType.StartTag:
                writer.Start((HtmlTagToken)token);
                break;
            case HtmlTokenType.EndTag:
                writer.End(token.Name);
                break;
            default:
                writer.Text(token.Data);
                break;
        }
    }
}
