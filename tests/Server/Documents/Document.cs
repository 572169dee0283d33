using System.Text;
using System.Text.RegularExpressions;
using MsLite.Harness;

namespace MsLite.Web.Tests.Documents;

/// <summary>One page of the documentation, taken apart: its headings, its links and its blocks of commands.</summary>
internal sealed partial class Document
{
    private readonly string _text;
    private readonly string _prose;

    private Document(string path)
    {
        Path = path;
        _text = File.ReadAllText(RepositoryRoot.Join(path.Split('/')));
        _prose = CodeSpan().Replace(Fence().Replace(_text, ""), "");
    }

    /// <summary>Below the repository's root.</summary>
    public string Path { get; }

    /// <summary>Where the links lead, as they are written.</summary>
    public IReadOnlyList<string> Links => [.. Link().Matches(_prose).Select(link => link.Groups["target"].Value)];

    /// <summary>What a link may name behind its #: headings as GitHub and GitLab spell them.</summary>
    public IReadOnlySet<string> Anchors => Heading().Matches(Fence().Replace(_text, "")).Select(heading => AnchorOf(heading.Groups["text"].Value)).ToHashSet(StringComparer.Ordinal);

    /// <summary>What a reader is to type, block by block.</summary>
    public IReadOnlyList<string> Commands => [.. Script().Matches(_text).Select(match => match.Groups["text"].Value)];

    /// <summary>Blocks of no particular kind.</summary>
    public IReadOnlyList<string> Listings => [.. Listing().Matches(Script().Replace(_text, "")).Select(match => match.Groups["text"].Value)];

    /// <summary>README.md, SECURITY.md and everything below docs.</summary>
    public static IReadOnlyList<Document> All() =>
    [
        .. new[] { "README.md", "SECURITY.md" }
            .Concat(Directory.EnumerateFiles(RepositoryRoot.Join("docs"), "*.md", SearchOption.AllDirectories).Select(file => System.IO.Path.GetRelativePath(RepositoryRoot.Path, file)))
            .Order(StringComparer.Ordinal)
            .Select(Of),
    ];

    public static Document Of(string path) => new(path);

    /// <summary>The rows of the table whose first head cell is this; each row its cells.</summary>
    public IReadOnlyList<string[]> Table(string firstHead)
    {
        var lines = _text.Split('\n').SkipWhile(line => !line.StartsWith($"| {firstHead} |", StringComparison.Ordinal)).Skip(2).TakeWhile(line => line.StartsWith('|'));
        return [.. lines.Select(Cells)];
    }

    /// <summary>The rows of the table below a heading.</summary>
    public IReadOnlyList<string[]> TableBelow(string heading)
    {
        var lines = _text.Split('\n').SkipWhile(line => line != heading).SkipWhile(line => !line.StartsWith('|')).Skip(2).TakeWhile(line => line.StartsWith('|'));
        return [.. lines.Select(Cells)];
    }

    /// <summary>What stands in back quotes.</summary>
    public static IReadOnlyList<string> Spans(string text) => [.. CodeSpan().Matches(text).Select(span => span.Value.Trim('`'))];

    /// <summary>A bar inside a cell is written with a backslash.</summary>
    private static string[] Cells(string line) => [.. Bar().Split(line.Trim('|')).Select(cell => cell.Trim())];

    private static string AnchorOf(string heading)
    {
        var anchor = new StringBuilder();
        foreach (var c in heading.Trim().ToLowerInvariant())
        {
            _ = char.IsLetterOrDigit(c) || c is '_' or '-' ? anchor.Append(c) : c == ' ' ? anchor.Append('-') : anchor;
        }

        return anchor.ToString();
    }

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline, 1000)]
    private static partial Regex Fence();

    [GeneratedRegex(@"(?<!\\)\|", RegexOptions.None, 1000)]
    private static partial Regex Bar();

    [GeneratedRegex("`[^`\n]+`", RegexOptions.None, 1000)]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ +(?<text>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^```\n(?<text>.*?)^```", RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.Multiline, 1000)]
    private static partial Regex Listing();

    [GeneratedRegex(@"^```sh\n(?<text>.*?)^```", RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.Multiline, 1000)]
    private static partial Regex Script();
}
