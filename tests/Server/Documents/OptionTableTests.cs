using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using MsLite.Filter;
using MsLite.Harness;
using MsLite.Web.Start;
using MsLite.Web.Tests.Code;

namespace MsLite.Web.Tests.Documents;

/// <summary>What the documents say of options and variables is so in the code, and the other way round.</summary>
public sealed partial class OptionTableTests
{
    private static readonly IReadOnlyList<string[]> s_rows = Document.Of("README.md").Table("key");

    private static readonly Dictionary<string, string> s_defaults =
        OptionValues.Of(OptionState.AtStart(new ConfigurationBuilder().Build()), new MsLiteOptions()).ToDictionary(option => option.Key, option => string.Join(", ", option.Values));

    [Fact]
    public void The_defaults_are_those_of_the_code()
    {
        foreach (var row in s_rows)
        {
            var defaults = Document.Spans(row[0]).Select(name => s_defaults[name]).Where(value => value.Length > 0).ToList();
            var written = Values().Matches(Parenthesis().Replace(row[1], "")).Select(match => match.Value.Trim('`')).ToList();
            if (defaults.Count > 0)
            {
                Assert.Equal(defaults, written);
            }
            else
            {
                // Without a value the program finds one out, or does without: that takes words.
                Assert.Matches("[a-z]{4}", row[1]);
            }
        }
    }

    [Fact]
    public void What_stands_in_parentheses_is_what_the_image_sets()
    {
        var written = s_rows.SelectMany(row => Parenthesis().Match(row[1]) is { Success: true } inside
            ? Document.Spans(row[0]).Zip(Document.Spans(inside.Value), (name, value) => $"MsLite__{name.Replace(":", "__", StringComparison.Ordinal)}={value}")
            : []);
        var set = ImageVariable().Matches(File.ReadAllText(RepositoryRoot.Join("Dockerfile"))).Select(match => match.Value);

        Assert.Equal(set.Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Whoever_names_an_option_names_one_that_there_is()
    {
        var known = OptionsReader.Names.ToHashSet(StringComparer.Ordinal);
        var named = OwnTexts().SelectMany(file => OptionName().Matches(File.ReadAllText(file)).Select(match => (File: file, Name: match.Groups["name"].Value.Replace("__", ":", StringComparison.Ordinal)))).ToList();

        Assert.InRange(named.Count, 60, int.MaxValue);
        Assert.Empty(named.Where(option => !known.Contains(option.Name)).Select(option => $"{Path.GetRelativePath(RepositoryRoot.Path, option.File)}: MsLite:{option.Name}"));
    }

    [Fact]
    public void Which_options_wait_for_a_restart_is_written_as_it_is()
    {
        var rows = Document.Of("docs/OPERATING.md").Table("option").ToLookup(row => row[1].StartsWith("after a restart", StringComparison.Ordinal), row => Document.Spans(row[0]));

        foreach (var waits in new[] { true, false })
        {
            Assert.Equal(
                OptionsReader.Keys.Where(key => key.NeedsRestart == waits).Select(key => key.Name).Order(StringComparer.Ordinal),
                rows[waits].SelectMany(names => names).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void An_option_that_may_change_is_kept_by_nobody()
    {
        // Injected as they are, the options are those of the moment: right for a page or a request, wrong for what lives longer.
        var live = string.Join('|', OptionsReader.Keys.Where(key => !key.NeedsRestart).Select(key => Regex.Escape(key.Name.Replace(':', '.'))));
        var keeps = new Regex($@"\bclass \w+\([^)]*\bMsLiteOptions (?<name>\w+)[^)]*\)(?s:.*)\b\k<name>\.({live})\b|_options\.({live})\b", RegexOptions.None, TimeSpan.FromSeconds(10));
        var files = SourceFiles.Below(["src"], ".cs").Where(file => File.ReadAllText(file).Contains("MsLiteOptions", StringComparison.Ordinal)).ToList();

        Assert.InRange(files.Count, 30, int.MaxValue);
        Assert.Empty(files.Where(file => keeps.IsMatch(File.ReadAllText(file))).Select(file => Path.GetRelativePath(RepositoryRoot.Path, file)));
    }

    [Fact]
    public void Every_variable_of_its_own_that_the_program_reads_is_in_the_documents_and_no_other()
    {
        var read = OwnVariables(SourceFiles.Below(["src"], ".cs"));
        var deployed = OwnVariables([.. SourceFiles.Below(["deploy"], ".yaml"), .. SourceFiles.Below(["tests"], ".cs"), RepositoryRoot.Join("compose.yaml"), RepositoryRoot.Join("test.sh")]);
        var written = OwnVariables(Document.All().Select(document => RepositoryRoot.Join(document.Path.Split('/'))));

        Assert.Subset(written, read);
        Assert.Subset(read.Union(deployed).ToHashSet(StringComparer.Ordinal), written);
    }

    private static HashSet<string> OwnVariables(IEnumerable<string> files) =>
        files.SelectMany(file => OwnVariable().Matches(File.ReadAllText(file)).Select(match => match.Value)).ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> OwnTexts() => Document.All().Select(document => RepositoryRoot.Join(document.Path.Split('/')))
        .Concat(Directory.EnumerateFiles(RepositoryRoot.Join("deploy"), "*", SearchOption.AllDirectories))
        .Concat(SourceFiles.Below(["src"], ".cs", ".razor"))
        .Append(RepositoryRoot.Join("compose.yaml")).Append(RepositoryRoot.Join("Dockerfile"));

    [GeneratedRegex(@"`[^`]+`|\d+", RegexOptions.None, 1000)]
    private static partial Regex Values();

    [GeneratedRegex(@"\([^)]*\)", RegexOptions.None, 1000)]
    private static partial Regex Parenthesis();

    [GeneratedRegex(@"MsLite__\w+=[^\s\\]+", RegexOptions.None, 1000)]
    private static partial Regex ImageVariable();

    [GeneratedRegex(@"MsLite(?::|__)(?<name>[A-Z][a-z][A-Za-z]*(?:(?::|__)[A-Z][a-z][A-Za-z]*)?)(?![\w:]*\*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OptionName();

    [GeneratedRegex(@"\bMSLITE_[A-Z_]+\b", RegexOptions.None, 1000)]
    private static partial Regex OwnVariable();
}
