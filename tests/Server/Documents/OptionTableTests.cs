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
        new OptionValues(new ConfigurationBuilder().Build(), new MsLiteOptions()).Values.ToDictionary(option => option.Key, option => string.Join(", ", option.Values));

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
