using System.Collections.Frozen;
using AngleSharp.Html.Parser;

namespace MsLite.Filter.Quarantine.View.Html;

/// <summary>
/// The elements that a shown message may be made of. All of them only arrange text: none can run, fetch, submit, navigate or name itself.
/// What is not listed here is left out, and the text in it stays.
/// </summary>
internal static class HtmlElements
{
    /// <summary>The name that stands in for a link.</summary>
    public const string Link = "a";

    private static readonly FrozenSet<string> s_void = Set("br hr wbr");

    private static readonly FrozenSet<string> s_block = Set(
        "address article aside blockquote center dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table ul");

    private static readonly FrozenSet<string> s_table = Set("caption tbody td tfoot th thead tr");

    private static readonly FrozenSet<string> s_allowed = Set(
        "abbr b bdi big cite code del dfn em i ins kbd mark q s samp small span strike strong sub sup tt u var").Union([.. s_void, .. s_block, .. s_table]).ToFrozenSet();

    /// <summary>An end tag inside of one of these does not reach out of it.</summary>
    private static readonly FrozenSet<string> s_borders = Set("caption table td th");

    /// <summary>What a start tag ends that is still open: nobody writes these end tags.</summary>
    private static readonly FrozenDictionary<string, FrozenSet<string>> s_ends = new Dictionary<string, FrozenSet<string>>
    {
        ["li"] = Set("li"),
        ["dt"] = Set("dt dd"),
        ["dd"] = Set("dt dd"),
        ["td"] = Set("td th caption"),
        ["th"] = Set("td th caption"),
        ["tr"] = Set("td th tr caption"),
        ["tbody"] = Set("td th tr caption tbody thead tfoot"),
        ["thead"] = Set("td th tr caption tbody thead tfoot"),
        ["tfoot"] = Set("td th tr caption tbody thead tfoot"),
    }.ToFrozenDictionary();

    /// <summary>Elements whose content is no markup (HTML Standard, "parsing elements that contain only text").</summary>
    private static readonly FrozenDictionary<string, HtmlParseMode> s_modes = new Dictionary<string, HtmlParseMode>
    {
        ["script"] = HtmlParseMode.Script,
        ["style"] = HtmlParseMode.Rawtext,
        ["iframe"] = HtmlParseMode.Rawtext,
        ["noembed"] = HtmlParseMode.Rawtext,
        ["noframes"] = HtmlParseMode.Rawtext,
        ["xmp"] = HtmlParseMode.Rawtext,
        ["title"] = HtmlParseMode.RCData,
        ["textarea"] = HtmlParseMode.RCData,
        ["plaintext"] = HtmlParseMode.Plaintext,
    }.ToFrozenDictionary();

    /// <summary>Of these, what a reader was never meant to see.</summary>
    private static readonly FrozenSet<string> s_unseen = Set("script style iframe noembed noframes title");

    public static bool IsAllowed(string name) => s_allowed.Contains(name);

    /// <summary>It has no end tag.</summary>
    public static bool IsVoid(string name) => s_void.Contains(name);

    /// <summary>It begins on a line of its own, and ends a paragraph.</summary>
    public static bool IsBlock(string name) => s_block.Contains(name);

    public static bool IsCell(string name) => name is "td" or "th";

    public static bool IsRowPart(string name) => s_table.Contains(name);

    public static bool IsBorder(string name) => s_borders.Contains(name);

    /// <summary>Whether a start tag of <paramref name="name"/> ends an open <paramref name="open"/>.</summary>
    public static bool Ends(string name, string open) => s_ends.TryGetValue(name, out var ends) && ends.Contains(open);

    /// <summary>How the content of an element is to be read; null where it is markup.</summary>
    public static HtmlParseMode? ModeOf(string name) => s_modes.TryGetValue(name, out var mode) ? mode : null;

    public static bool IsUnseen(string name) => s_unseen.Contains(name);

    private static FrozenSet<string> Set(string names) => names.Split(' ').ToFrozenSet();
}
