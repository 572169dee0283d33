using System.Globalization;
using System.Text;
using AngleSharp.Html.Parser.Tokens;

namespace MsLite.Filter.Quarantine.View.Html;

/// <summary>
/// Writes allowed elements, well nested, and text. Everything that it writes is a name or value of ours, or text with its markup
/// characters escaped: nothing of the message's own syntax gets through.
/// </summary>
internal sealed class SafeHtmlWriter
{
    private const int MaxDepth = 100;
    private const int MaxTarget = 300;
    private const int MaxSpan = 100;

    private readonly StringBuilder _html = new();
    private readonly List<(string Name, string Target)> _open = [];

    public int Images { get; private set; }

    public int Links { get; private set; }

    /// <summary>Text, whatever it holds.</summary>
    public void Text(string text)
    {
        foreach (var c in PlainText.CleanLines(text, int.MaxValue))
        {
            _ = c switch
            {
                '<' => _html.Append("&lt;"),
                '>' => _html.Append("&gt;"),
                '&' => _html.Append("&amp;"),
                '"' => _html.Append("&quot;"),
                '\'' => _html.Append("&#39;"),
                _ => _html.Append(c),
            };
        }
    }

    public void Start(HtmlTagToken tag)
    {
        if (tag.Name == "img")
        {
            Images++;
            Span("image", PlainText.Clean(Value(tag, "alt").Trim(), MaxTarget) is { Length: > 0 } alt ? $"[picture: {alt}]" : "[picture]");
            return;
        }

        if (tag.Name == HtmlElements.Link)
        {
            StartLink(tag);
        }
        else if (HtmlElements.IsAllowed(tag.Name))
        {
            EndImplied(tag.Name);
            Open(tag);
        }
    }

    /// <summary>Ends the nearest element of this name, and what is open inside of it; without one it is nobody's end.</summary>
    public void End(string name)
    {
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i].Name == name)
            {
                CloseTo(i);
                return;
            }

            if (HtmlElements.IsBorder(_open[i].Name) && !HtmlElements.IsRowPart(name) && name != "table")
            {
                return;
            }
        }
    }

    /// <summary>All of it, everything closed.</summary>
    public string Finish()
    {
        CloseTo(0);
        return _html.ToString();
    }

    /// <summary>A link leads nowhere: its text, and behind it, in plain sight, where it wanted to lead.</summary>
    private void StartLink(HtmlTagToken tag)
    {
        End(HtmlElements.Link);
        var target = PlainText.Clean(Value(tag, "href").Trim(), MaxTarget);
        if (target.Length > 0 && _open.Count < MaxDepth)
        {
            Links++;
            _html.Append("<span class=\"link\">");
            _open.Add((HtmlElements.Link, target));
        }
    }

    private void Open(HtmlTagToken tag)
    {
        if (HtmlElements.IsVoid(tag.Name))
        {
            _html.Append('<').Append(tag.Name).Append('>');
        }
        else if (_open.Count < MaxDepth)
        {
            _html.Append('<').Append(tag.Name);
            WriteAttributes(tag);
            _html.Append('>');
            _open.Add((tag.Name, ""));
        }
    }

    /// <summary>Values of ours, chosen by the message: nothing is copied.</summary>
    private void WriteAttributes(HtmlTagToken tag)
    {
        var direction = Value(tag, "dir").Trim().ToLowerInvariant();
        if (direction is "ltr" or "rtl" or "auto")
        {
            _html.Append(" dir=\"").Append(direction).Append('"');
        }

        if (HtmlElements.IsCell(tag.Name))
        {
            WriteSpan(tag, "colspan");
            WriteSpan(tag, "rowspan");
        }
    }

    private void WriteSpan(HtmlTagToken tag, string name)
    {
        if (int.TryParse(Value(tag, name), CultureInfo.InvariantCulture, out var span) && span is > 1 and <= MaxSpan)
        {
            _html.Append(' ').Append(name).Append("=\"").Append(CultureInfo.InvariantCulture, $"{span}").Append('"');
        }
    }

    private void EndImplied(string name)
    {
        var isBlock = HtmlElements.IsBlock(name);
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            var open = _open[i].Name;
            if ((isBlock && open == "p") || HtmlElements.Ends(name, open))
            {
                CloseTo(i);
            }
            else if (IsWall(name, open))
            {
                return;
            }
        }
    }

    /// <summary>A list in a list does not end the outer one's entry, nor a table in a table the outer one's row.</summary>
    private static bool IsWall(string name, string open) => name switch
    {
        "li" => open is "ul" or "ol" || HtmlElements.IsBorder(open),
        "dt" or "dd" => open == "dl" || HtmlElements.IsBorder(open),
        _ when HtmlElements.IsRowPart(name) => open == "table",
        _ => HtmlElements.IsBorder(open),
    };

    private void CloseTo(int count)
    {
        while (_open.Count > count)
        {
            var (name, target) = _open[^1];
            _open.RemoveAt(_open.Count - 1);
            if (name == HtmlElements.Link)
            {
                _html.Append("</span>");
                Span("target", $" [{target}]");
            }
            else
            {
                _html.Append("</").Append(name).Append('>');
            }
        }
    }

    private void Span(string kind, string text)
    {
        _html.Append("<span class=\"").Append(kind).Append("\">");
        Text(text);
        _html.Append("</span>");
    }

    private static string Value(HtmlTagToken tag, string name)
    {
        foreach (var attribute in tag.Attributes)
        {
            if (attribute.Name == name)
            {
                return attribute.Value ?? "";
            }
        }

        return "";
    }
}
