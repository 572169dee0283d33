using System.Xml.Linq;
using MsLite.Admin.Components.Controls;
using MsLite.Admin.Components.Layout;
using MsLite.Admin.Settings;
using MsLite.Admin.Trying;
using MsLite.Admin.Undo;
using MsLite.Filter;
using MsLite.Filter.Access;
using MsLite.Filter.Health;
using MsLite.Filter.Journal;
using MsLite.Harness;

namespace MsLite.Admin.Tests;

/// <summary>The small parts of which several pages are made.</summary>
public sealed class PartsTests
{
    private static readonly Caller s_ann = new("ann", Role.Administrator, new HashSet<string>());

    [Theory]
    [InlineData("ann@example.net", "ann@example.net")]
    [InlineData("", "''")]
    [InlineData("a b", "'a b'")]
    [InlineData("'; rm -rf /", "''\\''; rm -rf /'")]
    [InlineData("$(id)", "'$(id)'")]
    [InlineData("a\nb", "'a\\u000Ab'")]
    public void A_strangers_text_is_one_word_of_a_command(string text, string word) => Assert.Equal(word, ShellCommand.Word(text));

    [Fact]
    public async Task A_deed_is_taken_back_once_by_who_did_it_and_not_for_ever()
    {
        var clock = new ManualClock();
        var shelf = new UndoShelf(clock);
        var id = shelf.Put(s_ann, _ => Task.FromResult("back"));
        var late = shelf.Put(s_ann, _ => Task.FromResult("late"));

        Assert.Null(await shelf.TakeBackAsync(s_ann with { Name = "eve" }, id, CancellationToken.None));
        Assert.Equal("back", await shelf.TakeBackAsync(s_ann, id, CancellationToken.None));
        Assert.Null(await shelf.TakeBackAsync(s_ann, id, CancellationToken.None));
        clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Null(await shelf.TakeBackAsync(s_ann, late, CancellationToken.None));
    }

    [Fact]
    public async Task A_chart_has_its_numbers_in_a_table_behind_it()
    {
        await using var rendering = new Rendering();
        FateCount[] counts = [new(Samples.Noon, 0, 0, 0), new(Samples.Noon.AddMinutes(1), 1234, 5, 6)];

        var html = await rendering.DrawAsync<FateChart>(("Id", "c"), ("Title", "By minute"), ("Counts", counts), ("Format", "HH:mm"), ("Last", "now"));

        Assert.Contains("12:01", html, StringComparison.Ordinal);
        // The style's own attribute stands in each cell.
        Assert.Equal(["1,234", "5", "6"], html.Split("</td>")[..3].Select(cell => cell[(cell.LastIndexOf('>') + 1)..]));
        Assert.Contains("1,245 messages, at most 1,245 at a time", html, StringComparison.Ordinal);
        Assert.Contains("role=\"img\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_strangers_wrote_stands_in_the_tops_as_text()
    {
        await using var rendering = new Rendering();

        var html = await rendering.DrawAsync<TopList>(
            ("Id", "t"), ("Title", "Senders"), ("Tops", new JournalTop[] { new("<script>alert(1)</script>@example.net", 2, 1, "<b>"), new("", 1, 0, "") }), ("WithRefused", true));

        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.Contains("1 refused", html, StringComparison.Ordinal);
        Assert.Contains("&lt;&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_ill_stands_before_what_is_well()
    {
        await using var rendering = new Rendering();

        var html = await rendering.DrawAsync<HealthView>(("Items", new HealthItem[] { new("Well", HealthState.Good, "fine"), new("Ill", HealthState.Bad, "broken") }));

        Assert.InRange(html.IndexOf("Ill", StringComparison.Ordinal), 0, html.IndexOf("Well", StringComparison.Ordinal));
        Assert.Contains("1 of 2 need a look", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_way_has_a_key_of_its_own()
    {
        var keys = NavEntries.Daily.Concat(NavEntries.Administration).Select(NavEntries.KeyOf).ToList();

        Assert.Equal(keys.Count, keys.Distinct().Count());
    }

    [Fact]
    public void Each_library_is_named_with_its_licence()
    {
        string[] forTests = ["xunit", "Test", "FsCheck", "Playwright", "AxeCore", "Benchmark", "Analyzer"];
        var libraries = XDocument.Load(RepositoryRoot.Join("Directory.Packages.props")).Descendants("PackageVersion")
            .Select(package => package.Attribute("Include")!.Value)
            .Where(name => !forTests.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase)) && IsShipped(name));

        Assert.Empty(libraries.Except(Library.All.Select(library => library.Name)));
    }

    // What a project of src refers to is part of the program.
    private static bool IsShipped(string name) => Directory.GetFiles(RepositoryRoot.Join("src"), "*.csproj", SearchOption.AllDirectories)
        .Any(project => File.ReadAllText(project).Contains($"PackageReference Include=\"{name}\"", StringComparison.Ordinal));
}
