using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MsLite.Browser.Tests;

/// <summary>An open page of a domain follows what others do to its files, and takes nothing away from whoever works in it.</summary>
public sealed class TreeNewsTests(Panel panel) : IClassFixture<Panel>
{
    private static readonly LocatorAssertionsToBeVisibleOptions s_soon = new() { Timeout = 30_000 };

    [Fact]
    public async Task What_changes_before_the_circuit_of_a_page_is_there_appears_on_it()
    {
        Host("early.example");
        var (page, start) = await OpenWithoutCircuitAsync("/domains/early.example/recipients");

        await TouchAsync("early.example", "ann");
        await Expect(page.GetByText("ann", new() { Exact = true })).ToHaveCountAsync(0);
        start.SetResult();

        await Expect(Open(page, "ann")).ToBeVisibleAsync(s_soon);
    }

    [Fact]
    public async Task What_was_typed_before_the_circuit_is_there_stays_and_the_page_follows_when_it_is_gone()
    {
        Host("typed.example");
        var (page, start) = await OpenWithoutCircuitAsync("/domains/typed.example/recipients");
        await page.GetByLabel("Accept (local part)").FillAsync("half-typ");

        await TouchAsync("typed.example", "ann");
        start.SetResult();
        await Expect(page.GetByText("The files have changed.")).ToBeAttachedAsync(new() { Timeout = 30_000 });
        await Expect(page.GetByLabel("Accept (local part)")).ToHaveValueAsync("half-typ");
        await Expect(Open(page, "ann")).ToHaveCountAsync(0);

        await page.GetByLabel("Accept (local part)").FillAsync("");
        await Expect(Open(page, "ann")).ToBeVisibleAsync(s_soon);
        await Expect(page.GetByText("The files have changed.")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_focus_stays_on_what_it_was_on_and_not_where_it_was()
    {
        Host("focus.example");
        panel.Server.Tree.Touch("srv/focus.example/users/valid/bob");
        var page = await panel.OpenPageAsync("/domains/focus.example/recipients");
        await Open(page, "bob").FocusAsync();

        await TouchAsync("focus.example", "ann");

        await Expect(Open(page, "ann")).ToBeVisibleAsync(s_soon);
        await Expect(Open(page, "bob")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task An_answer_and_its_undo_stay_until_they_are_closed_and_then_the_page_follows()
    {
        Host("answer.example");
        var page = await panel.OpenPageAsync("/domains/answer.example/recipients");
        await page.GetByLabel("Accept (local part)").FillAsync("eve");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        var undo = page.GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true });
        await Expect(undo).ToBeVisibleAsync();

        await TouchAsync("answer.example", "ann");
        await Expect(undo).ToBeVisibleAsync();
        await Expect(Open(page, "ann")).ToHaveCountAsync(0);

        await page.GetByRole(AriaRole.Button, new() { Name = "Close the note" }).ClickAsync();
        await Expect(Open(page, "ann")).ToBeVisibleAsync(s_soon);
        await Expect(Open(page, "eve")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_page_whose_files_stay_as_they_are_is_drawn_once()
    {
        Host("calm.example");
        await TouchAsync("calm.example", "ann");
        var drawings = 0;
        var page = await panel.OpenSignedInBlankAsync();
        page.Request += (_, request) => drawings += request.Url.EndsWith("/domains/calm.example/recipients", StringComparison.Ordinal) ? 1 : 0;
        await page.GotoAsync("/domains/calm.example/recipients");
        await Expect(page.Locator("[data-news]")).ToBeAttachedAsync(new() { Timeout = 30_000 });

        // A change of ours, answered by the page: nobody draws it once more. The next change by others shows that looks were taken since.
        await page.GetByLabel("Accept (local part)").FillAsync("eve");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Close the note" }).ClickAsync();
        Assert.Equal(2, drawings);

        panel.Server.Tree.Touch("srv/calm.example/users/valid/zoe");
        await Expect(Open(page, "zoe")).ToBeVisibleAsync(s_soon);
        Assert.Equal(3, drawings);
    }

    private void Host(string domain) => panel.Server.Tree.Touch($"srv/{domain}/users/valid/you");

    private static ILocator Open(IPage page, string name) => page.GetByRole(AriaRole.Link, new() { Name = $"Open {name}", Exact = true });

    /// <summary>Accepts a user by hand, and waits until the program knows of it: it has come to another page that is open.</summary>
    private async Task TouchAsync(string domain, string user)
    {
        var witness = await panel.OpenPageAsync($"/domains/{domain}/recipients");
        await Expect(witness.Locator("[data-news]")).ToBeAttachedAsync(new() { Timeout = 30_000 });
        panel.Server.Tree.Touch($"srv/{domain}/users/valid/{user}");
        await Expect(Open(witness, user)).ToBeVisibleAsync(s_soon);
        await witness.Context.CloseAsync();
    }

    /// <summary>The page as it was drawn; its scripts come when the task is done.</summary>
    private async Task<(IPage Page, TaskCompletionSource Start)> OpenWithoutCircuitAsync(string path)
    {
        var start = new TaskCompletionSource();
        var page = await panel.OpenSignedInBlankAsync();
        await page.RouteAsync("**/_framework/blazor.web*.js", async route =>
        {
            await start.Task;
            await route.ContinueAsync();
        });
        await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Commit });
        await Expect(page.GetByLabel("Accept (local part)")).ToBeVisibleAsync(s_soon);
        return (page, start);
    }
}
