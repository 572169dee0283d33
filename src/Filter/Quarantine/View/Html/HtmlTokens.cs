using AngleSharp.Html;
using AngleSharp.Html.Parser;
using AngleSharp.Html.Parser.Tokens;
using AngleSharp.Text;

namespace MsLite.Filter.Quarantine.View.Html;

/// <summary>
/// Reads a stranger's HTML as tags and text, in time that grows with its length. No tree is built: what a browser would make of
/// misplaced tags costs it a multiple of the document, and is of no interest to whoever writes the document anew.
/// </summary>
internal static class HtmlTokens
{
    /// <summary>Start tags, end tags and text, in order; what is no markup by its element's nature comes as text, scripts and styles not at all.</summary>
    public static IEnumerable<HtmlToken> Read(string html)
    {
        using var source = new TextSource(html);
        using var tokenizer = new HtmlTokenizer(source, HtmlEntityProvider.Resolver) { IsNotConsumingCharacterReferences = false };
        var unseen = "";
        for (var token = tokenizer.Get(); token.Type != HtmlTokenType.EndOfFile; token = tokenizer.Get())
        {
            if (token.Type == HtmlTokenType.StartTag && HtmlElements.ModeOf(token.Name) is { } mode)
            {
                tokenizer.State = mode;
                unseen = HtmlElements.IsUnseen(token.Name) ? token.Name : "";
            }
            else if (unseen.Length > 0)
            {
                unseen = token.Type == HtmlTokenType.EndTag && token.Name == unseen ? "" : unseen;
            }
            else if (token.Type is HtmlTokenType.StartTag or HtmlTokenType.EndTag or HtmlTokenType.Character)
            {
                yield return token;
            }
        }
    }
}
