using System.Text.RegularExpressions;
using MsLite.Harness;

namespace MsLite.Web.Tests.Code;

/// <summary>What the documents say about the code, and the code about the documents.</summary>
public sealed partial class DocumentTests
{
    private static readonly string s_rfcs = RepositoryRoot.Join("docs", "RFCs.md");

    [Fact]
    public void Every_RFC_cited_in_the_code_has_a_row() =>
        Offenders.None("These RFCs are cited in src and have no row in docs/RFCs.md:", Cited().Except(Rows().Select(row => row.Number)).Order());

    [Fact]
    public void Every_row_with_a_place_is_cited_in_the_code() =>
        Offenders.None("These rows of docs/RFCs.md name a place, but no line of src cites the RFC:", Rows().Where(row => row.Place.Length > 0).Select(row => row.Number).Except(Cited()).Order());

    [Fact]
    public void Every_place_named_in_a_row_is_there() =>
        Offenders.None("docs/RFCs.md names places that are not there:", Rows().SelectMany(row => CodeSpan().Matches(row.Place).Select(span => span.Groups["path"].Value))
            .Where(path => !Path.Exists(RepositoryRoot.Join(path.Split('/')))));

    [Fact]
    public void Every_check_has_a_conversation()
    {
        var scripts = string.Concat(SourceFiles.Below(["tests/Conversations"], ".smtp").Select(File.ReadAllText));
        var checks = CheckNames();

        Assert.NotEmpty(checks);
        Offenders.None("No script of tests/Conversations switches on:", checks.Where(name => !scripts.Contains($"checks/{name}", StringComparison.Ordinal)));
    }

    private static HashSet<int> Cited() =>
        [.. SourceFiles.Below(["src"], ".cs", ".razor").SelectMany(path => Citation().Matches(File.ReadAllText(path)).Select(Number))];

    /// <summary>A row begins with the number, plain or as a link; its last cell names the place in the tree.</summary>
    private static List<(int Number, string Place)> Rows() =>
        [.. Row().Matches(File.ReadAllText(s_rfcs)).Select(row => (Number(row), row.Groups["place"].Value.Trim()))];

    private static int Number(Match match) => int.Parse(match.Groups["number"].Value, System.Globalization.CultureInfo.InvariantCulture);

    private static List<string> CheckNames() =>
        [.. SourceFiles.Below(["src/Filter/Checks"], ".cs").Where(path => path.EndsWith("Check.cs", StringComparison.Ordinal))
            .Select(path => CheckName().Match(File.ReadAllText(path))).Where(match => match.Success).Select(match => match.Groups["name"].Value)];

    [GeneratedRegex(@"\bRFC (?<number>\d+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Citation();

    [GeneratedRegex(@"^\|\s*\[?(RFC )?(?<number>\d+)\]?[^|]*\|(.*\|)?(?<place>[^|\n]*)\|\s*$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(?<path>[\w./-]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"string Name => ""(?<name>\w+)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CheckName();
}
