using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using MsLite.Filter.Quarantine.View.Html;
using MsLite.Harness;

namespace MsLite.Fuzz.Tests.Targets;

/// <summary>A message's HTML, rebuilt: what a browser's parser finds in it are allowed elements with allowed attributes, and nothing else.</summary>
public sealed class HtmlTarget : IFuzzTarget
{
    private static readonly HashSet<string> s_elements =
    [
        // The parser adds the first four by itself, and a body to each table.
        .. ("html head body colgroup tbody abbr address article aside b bdi big blockquote br caption center cite code dd del dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 "
            + "header hr i ins kbd li main mark nav ol p pre q s samp section small span strike strong sub sup table td tfoot th thead tr tt u ul var wbr").Split(' '),
    ];

    private static readonly Dictionary<string, Func<string, bool>> s_attributes = new()
    {
        ["class"] = value => value is "link" or "target" or "image",
        ["dir"] = value => value is "ltr" or "rtl" or "auto",
        ["colspan"] = value => int.Parse(value, System.Globalization.CultureInfo.InvariantCulture) is > 1 and <= 100,
        ["rowspan"] = value => int.Parse(value, System.Globalization.CultureInfo.InvariantCulture) is > 1 and <= 100,
    };

    public string Name => "html";

    public IReadOnlyList<byte[]> Seeds { get; } =
        FuzzCorpus.Texts([.. File.ReadLines(RepositoryRoot.Join("tests", "Corpus", "html", "payloads.txt")).Where(line => line.Length > 0 && line[0] != '#')]);

    public void Run(ReadOnlySpan<byte> data)
    {
        var html = Encoding.UTF8.GetString(data);
        var document = new HtmlParser().ParseDocument(HtmlSanitizer.Sanitize(html).Body);
        foreach (var node in document.Descendants())
        {
            Check(node is IElement or IText, $"A {node.NodeType} got through.");
        }

        foreach (var element in document.All)
        {
            Check(s_elements.Contains(element.LocalName) && element.NamespaceUri == "http://www.w3.org/1999/xhtml", $"The element {element.LocalName} got through.");
            foreach (var attribute in element.Attributes)
            {
                Check(s_attributes.TryGetValue(attribute.Name, out var isRight) && isRight(attribute.Value), $"{attribute.Name}=\"{attribute.Value}\" got through.");
            }
        }

        _ = HtmlText.Of(html, 10_000);
    }

    private static void Check(bool isRight, string fault)
    {
        if (!isRight)
        {
            throw new InvalidOperationException(fault);
        }
    }
}
