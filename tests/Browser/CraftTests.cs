using Microsoft.Playwright;
using MsLite.Harness;
using static Microsoft.Playwright.Assertions;

namespace MsLite.Browser.Tests;

/// <summary>What all pages have in common: keys, notes that can be undone, typed text that is not lost.</summary>
public sealed class CraftTests(Panel panel) : IClassFixture<Panel>
{
    [Fact]
    public async Task The_keyboard_says_what_it_can_do_and_goes_to_other_pages()
    {
        var page = await panel.OpenPageAsync("/log");
        await page.Keyboard.PressAsync("?");
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" });
        await Expect(dialog).ToContainTextAsync("Words in the line");
        await Expect(dialog).ToContainTextAsync("Accounts");
        await Panel.AssertAccessibleAsync(page);
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToBeHiddenAsync();

        await page.Keyboard.PressAsync("/");
        await Expect(page.GetByLabel("Words in the line")).ToBeFocusedAsync();
        // In a field a letter is a letter.
        await page.Keyboard.TypeAsync("ga?");
        await Expect(page.GetByLabel("Words in the line")).ToHaveValueAsync("ga?");
        await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).ClickAsync();
        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("a");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Accounts", Level = 1 })).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Single_keys_can_be_switched_off()
    {
        var page = await panel.OpenPageAsync("/about");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keys of this page" }).ClickAsync();
        await page.GetByLabel("Single keys do something").UncheckAsync();
        await page.Keyboard.PressAsync("Escape");

        await page.Keyboard.PressAsync("g");
        await page.Keyboard.PressAsync("a");
        await page.Keyboard.PressAsync("?");

        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "MsLite.Web", Level = 1 })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_first_stop_of_the_keyboard_leads_past_the_navigation()
    {
        var keyed = await KeyedPage.OpenAsync(panel, "/settings", panel.SignedIn);
        // The heading has the focus; in front of it stand the navigation, the bar and, first of all, the link.
        await keyed.EnterAsync(keyed.Link("Skip to content"), backwards: true);

        await Expect(keyed.Page.Locator("main")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task What_was_done_is_said_and_taken_back_by_the_keyboard_alone()
    {
        using var administrator = await PanelForm.SignInAsync(panel.Server);
        using var made = await administrator.SubmitAsync("/accounts", "create", ("Name", "vic"), ("Password", "another horse entirely"), ("Role", "viewer"), ("Domains", ""));
        var keyed = await KeyedPage.OpenAsync(panel, "/accounts", panel.SignedIn);
        var page = keyed.Page;
        await keyed.EnterAsync(keyed.Button("Delete vic"));
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("The account vic is gone");
        await Expect(page.GetByText("The account vic is gone")).ToBeVisibleAsync();
        await Panel.PictureAsync(page, "undo-1280-light");
        await Panel.AssertAccessibleAsync(page);

        await keyed.PressAsync("u");

        await Expect(page.GetByText("The account vic is back")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Delete vic" })).ToBeVisibleAsync();
        await keyed.PressAsync("Escape");
        await Expect(page.GetByText("The account vic is back")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Typed_text_outlives_the_server_and_is_forgotten_once_it_is_sent()
    {
        panel.Server.Tree.Touch("srv/draft.example/users/valid/you");
        var page = await panel.OpenPageAsync("/try");
        await page.GetByLabel("To", new() { Exact = true }).FillAsync("you@draft.example");
        await page.GetByLabel("The client's address").FillAsync("192.0.2.7");
        await page.GetByLabel("or its text").FillAsync("Subject: long thought about\n\nhello");

        await panel.Server.KillAsync();
        await panel.Server.StartAgainAsync();
        await page.ReloadAsync();

        await Expect(page.GetByLabel("or its text")).ToHaveValueAsync("Subject: long thought about\n\nhello");
        await page.GetByRole(AriaRole.Button, new() { Name = "Climb the ladder" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "It would be" })).ToBeVisibleAsync();
        await page.GotoAsync("/try");
        await Expect(page.GetByLabel("or its text")).ToHaveValueAsync("");
    }
}
