using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using MsLite.Filter.Checks;
using MsLite.Harness;

namespace MsLite.Filter.Tests.Checks;

public sealed partial class CheckCatalogueTests
{
    private static readonly IReadOnlyList<ICheck> s_checks = NewCatalogue().Checks;

    [Fact]
    public void Checks_stand_in_the_order_in_which_their_reasons_count() =>
        GoldenFile.AssertEqual("tests/Filter/Checks/names.golden", string.Concat(s_checks.Select(check => $"{check.Order} {check.Name}{(check.IsInAll ? " all" : "")}\n")));

    [Fact]
    public void No_two_checks_have_one_place_or_one_name()
    {
        Assert.Equal(s_checks.Count, s_checks.Select(check => check.Order).Distinct().Count());
        Assert.Equal(s_checks.Count, s_checks.Select(check => check.Name).Distinct().Count());
    }

    [Fact]
    public void The_document_describes_each_check_in_the_same_order_and_words()
    {
        var text = File.ReadAllText(RepositoryRoot.Join("docs", "CHECKS.md"));
        var sections = Section().Split(text)[1..].Select(section => section.Split('\n')).ToList();

        Assert.Equal(s_checks.Select(check => check.Name), sections.Select(lines => lines[0].TrimEnd('`')));
        Assert.Equal(s_checks.Select(check => check.Summary), sections.Select(lines => lines[2]));
        Assert.Equal(s_checks.Select(check => check.IsInAll), sections.Select(lines => lines[4].StartsWith("Part of *all*.", StringComparison.Ordinal)));
    }

    private static CheckCatalogue NewCatalogue() => new ServiceCollection()
        .AddLogging()
        .AddSingleton(TimeProvider.System)
        .AddSingleton(new MsLiteOptions())
        .AddFilter()
        .BuildServiceProvider()
        .GetRequiredService<CheckCatalogue>();

    [GeneratedRegex("^## `", RegexOptions.Multiline, 1000)]
    private static partial Regex Section();
}
