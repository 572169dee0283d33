using MsLite.Admin.Components.Layout;
using MsLite.Harness;

namespace MsLite.Admin.Tests;

public sealed class NavEntriesTests
{
    [Fact]
    public void Every_page_of_the_navigation_has_its_row_in_the_book()
    {
        var book = File.ReadAllText(RepositoryRoot.Join("docs", "PANEL.md"));

        Assert.All(NavEntries.Daily.Concat(NavEntries.Administration), entry => Assert.Contains($"| {entry.Name} | `{entry.Url}` |", book, StringComparison.Ordinal));
    }
}
