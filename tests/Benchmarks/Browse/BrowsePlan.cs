namespace MsLite.Benchmarks.Browse;

/// <summary>Every page of the panel with what one opens it for, and what one does there.</summary>
internal static class BrowsePlan
{
    private const string Rows = "main tbody tr";
    private const string Big = "/domains/domain0.example";

    public static readonly IReadOnlyList<(string Path, string Content)> Pages =
    [
        ("/", ".ledger dd"), ("/messages", Rows), ("/messages/id500000", "#session"), ("/quarantine", Rows), ($"/quarantine?q={QuarantineGenerator.Word(3)}", Rows),
        ($"/quarantine?q={QuarantineGenerator.Word(3)}+{QuarantineGenerator.Word(9)}", Rows), ("/quarantine?domain=domain0.example", Rows), ($"/quarantine/{500_000:x16}", "#why"),
        ("/domains", Rows), ("/domains?page=40", Rows), ("/domains?q=77", Rows), (Big, ".facts dd"), ($"{Big}/recipients", Rows), ($"{Big}/recipients?page=200", Rows), ($"{Big}/recipients?q=99", Rows),
        ($"{Big}/recipients?entry=user00007", ".entry"), ($"{Big}/checks", ".checks h3"), ($"{Big}/lists", ".kinds"), ($"{Big}/zones", "#zones-title"), ($"{Big}/delivery", "#hop-title"),
        ($"{Big}/import", "main textarea, main form"), ($"{Big}/history", "main table, main .none"), ("/domains/_global_/lists", ".kinds"), ("/live", ".talks"), ("/try", ".try button"),
        ("/check", ".part"), ("/welcome", ".steps"), ("/accounts", "main form"), ("/tokens", "main form"), ("/sessions", "main li"), ("/account", "main form"), ("/settings", Rows), ("/log", Rows),
        ("/about", "main dl, main p"),
    ];

    public static readonly IReadOnlyList<Deed> Deeds =
    [
        Deed.Search("search for a word", "/quarantine", "#words", round => QuarantineGenerator.Word(round), Rows),
        Deed.Click("older messages", "/quarantine", "a[rel=next]", Rows),
        Deed.Click("a facet", "/quarantine", ".facets a[data-own]", Rows + ", #found-title"),
        Deed.Click("a facet of what was found", $"/quarantine?q={QuarantineGenerator.Word(3)}", ".facets a[data-own]", "#found-title"),
        Deed.Click("select a message", "/quarantine", "tbody input[type=checkbox]:enabled", ".chosen-bar .count"),
        Deed.Click("open a message", "/quarantine", "[data-open]", "h1"),
        Deed.Search("search for a sender", "/messages", "#words", round => $"s{round}@example.net", Rows),
        Deed.Click("older messages of all", "/messages", "a[rel=next]", Rows),
        Deed.Click("the refused only", "/messages", ".chips a.plain >> nth=1", Rows),
        Deed.Click("open a story", "/messages", "[data-open]", "h1"),
        Deed.Search("search for a domain", "/domains", ".find input", round => $"{round}7", Rows),
        Deed.Click("more domains", "/domains", "a[rel=next]", Rows),
        Deed.Click("open a domain", "/domains", "tbody a", "h1"),
        Deed.Search("search for a user", $"{Big}/recipients", ".find input[type=search]", round => $"{round}7", Rows),
        Deed.Click("more users", $"{Big}/recipients", "a[rel=next]", Rows),
        Deed.Click("open a user", $"{Big}/recipients", "td.acts a", ".entry"),
        Deed.Click("from recipients to checks", $"{Big}/recipients", ".tabs a >> nth=2", "h2"),
        Switch("switch a check", "/domains/domain1.example/checks"),
        Switch("switch a check of the large domain", $"{Big}/checks"),
    ];

    private static Deed Switch(string name, string path) => new(
        name, path, ".checks li:first-child .now", (page, _) => page.Locator(".checks li").First.Locator(".switch button:not(.now):not([disabled])").First.ClickAsync());
}
