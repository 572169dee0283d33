using System.Text;
using System.Text.RegularExpressions;
using MsLite.Harness;

namespace MsLite.Admin.Tests;

/// <summary>Each visible string of the panel goes through <c>T</c>: what stands in a .razor file as it is cannot be translated.</summary>
public sealed partial class RazorWordsTests
{
    // Names and units, the same in every language.
    private static readonly string[] s_names = ["MsLite.Web", "ms", "openapi/v1.json"];

    public static TheoryData<string> Files =>
        [.. Directory.GetFiles(Root, "*.razor", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Root, file)).Order(StringComparer.Ordinal)];

    private static string Root { get; } = RepositoryRoot.Join("src", "Admin", "Components");

    [Theory]
    [MemberData(nameof(Files))]
    public void Markup_holds_no_words_of_its_own(string file) =>
        Assert.Empty(WordsIn(File.ReadAllText(Path.Combine(Root, file))));

    [Theory]
    [InlineData("<p>Hello there</p>", "Hello there")]
    [InlineData("<p>@T[\"Hello\"] there, @Name(\"a)\").Length.</p>", "there, .")]
    [InlineData("<button type=\"button\" title=\"Close it\" @onclick=\"() => Close()\">×</button>", "Close it")]
    [InlineData("<td>@if (isSo)\n{\n<span>so</span>\n}</td>", "so")]
    [InlineData("<p>@T[\"Yes {0}\", Number(\"[x\")]</p><code>ls -l</code>@* a comment *@", "")]
    public void The_test_itself_finds_them(string markup, string found) => Assert.Equal(found, string.Join('|', WordsIn(markup)));

    private static List<string> WordsIn(string markup)
    {
        var text = WithoutExpressions(Comment().Replace(markup, ""));
        var said = SaidAttribute().Matches(text).Select(match => match.Groups["text"].Value);
        var between = Tag().Replace(NoWords().Replace(text, ""), "\n").Split('\n').Select(line => line.Trim()).Where(line => !Code().IsMatch(line));
        return [.. said.Concat(between).Where(line => Word().IsMatch(s_names.Aggregate(line, (rest, name) => rest.Replace(name, "", StringComparison.Ordinal))))];
    }

    /// <summary>Without what is C#: <c>@name.Member(…)[…]</c> and <c>@(…)</c>.</summary>
    private static string WithoutExpressions(string markup)
    {
        var rest = new StringBuilder();
        for (var i = 0; i < markup.Length; i++)
        {
            if (Expression().Match(markup, i) is not { Success: true } begin)
            {
                rest.Append(markup[i]);
                continue;
            }

            i += begin.Length;
            while (i < markup.Length)
            {
                if (markup[i] is '(' or '[')
                {
                    i = End(markup, i);
                }
                else if (Member().Match(markup, i) is { Success: true } member)
                {
                    i += member.Length;
                }
                else
                {
                    break;
                }
            }

            i--;
        }

        return rest.ToString();
    }

    /// <summary>Behind the bracket that closes the one at <paramref name="i"/>; those in strings do not count.</summary>
    private static int End(string markup, int i)
    {
        var (depth, isQuoted) = (0, false);
        for (; i < markup.Length; i++)
        {
            if (markup[i] == '"' && markup[i - 1] != '\\')
            {
                isQuoted = !isQuoted;
            }
            else if (!isQuoted && markup[i] is '(' or '[')
            {
                depth++;
            }
            else if (!isQuoted && markup[i] is ')' or ']' && --depth == 0)
            {
                return i + 1;
            }
        }

        return i;
    }

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\G@((?=\()|(?!(if|foreach|for|switch|while|using|page|layout|attribute|rendermode|namespace|inject|inherits|code|bind|formname|key|on\w+=)\b)\w+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Expression();

    [GeneratedRegex(@"\G[!?]?\.\w+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Member();

    [GeneratedRegex("\\b(aria-label|title|alt)=\"(?<text>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SaidAttribute();

    [GeneratedRegex(@"<(?<name>code|pre|kbd)\b.*?</\k<name>>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NoWords();

    [GeneratedRegex("<[a-zA-Z/!][^<>\"]*(\"[^\"]*\"[^<>\"]*)*>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"^@?(if|else|foreach|for|switch|while|case|default|break|return|using|var|page|layout|attribute|rendermode|namespace|inject|inherits)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"\p{L}{2,}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();
}
