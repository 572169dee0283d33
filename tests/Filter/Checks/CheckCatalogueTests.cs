using Microsoft.Extensions.DependencyInjection;
using MsLite.Filter.Checks;
using MsLite.Harness;

namespace MsLite.Filter.Tests.Checks;

public sealed class CheckCatalogueTests
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

    internal static CheckCatalogue NewCatalogue() => new ServiceCollection()
        .AddLogging()
        .AddSingleton(TimeProvider.System)
        .AddSingleton(new MsLiteOptions())
        .AddFilter()
        .BuildServiceProvider()
        .GetRequiredService<CheckCatalogue>();
}
