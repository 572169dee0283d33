using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MsLite.Browser.Tests;

/// <summary>Where is my mail? The journal as a person asks it.</summary>
public sealed class MessagesPageTests(Panel panel) : IClassFixture<Panel>
{
    private const string Hostile = "<img src=x onerror=\"document.title='taken'\">";

    [Fact]
    public async Task A_part_of_what_one_knows_leads_to_the_story_by_keys_alone()
    {
        await SendAsync("nobody@story.example", "Lost on its way", 550);
        await FindAsync(await panel.OpenPageAsync("/messages"), "lost on");
        var keyed = await KeyedPage.OpenAsync(panel, "/messages", panel.SignedIn);
        var page = keyed.Page;

        await keyed.PressAsync("/");
        await page.Keyboard.TypeAsync("lost story.example");
        await keyed.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Regex("q=lost", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
        await keyed.EnterAsync(keyed.Link("Lost on its way"));

        await Expect(page.GetByText("decided it. The message is kept.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "users" })).ToContainTextAsync("refuse");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "See the kept copy" })).ToBeVisibleAsync();
        await Expect(page.GetByText("with the reverse name client.example.net")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_story_says_who_released_it()
    {
        await SendAsync("nobody@released.example", "Let out", 550);
        var page = await panel.OpenPageAsync("/messages");
        await FindAsync(page, "released.example");
        await page.GetByRole(AriaRole.Link, new() { Name = "Let out" }).ClickAsync();
        var story = page.Url;
        await page.GetByRole(AriaRole.Link, new() { Name = "See the kept copy" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Release", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Released to");

        await page.GotoAsync(story);

        await Expect(page.GetByText("Released by admin after")).ToContainTextAsync("250");
    }

    [Fact]
    public async Task What_came_back_is_linked_from_both_ends()
    {
        panel.Server.Tree.Touch("srv/grey.example/checks/greylisting", "delay: 0\n");
        await SendAsync("you@grey.example", "Comes back", 451);
        await SendAsync("you@grey.example", "Comes back", 250);
        var page = await panel.OpenPageAsync("/messages");
        await FindAsync(page, "grey.example", "delivered");

        await page.GotoAsync("/messages?q=grey.example&verdict=deferred");
        await page.GetByRole(AriaRole.Link, new() { Name = "Comes back" }).ClickAsync();

        await Expect(page.GetByText("and was delivered:")).ToBeVisibleAsync();
        await Expect(page.GetByText("Other tries of the same message")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_domain_administrator_sees_his_own_and_no_story_of_others()
    {
        await SendAsync("nobody@own.example", "Mine to see", 550);
        await SendAsync("nobody@others.example", "Not mine to see", 550);
        var all = await panel.OpenPageAsync("/messages");
        await FindAsync(all, "not mine");
        var foreign = await all.GetByRole(AriaRole.Link, new() { Name = "Not mine to see" }).GetAttributeAsync("href");
        var cookies = await panel.DomainAdministratorAsync("otto", "own.example");

        var page = await panel.OpenPageAsync("/messages?domain=others.example", cookies: cookies);
        await Expect(page.GetByText("You see these domains only: own.example.")).ToBeVisibleAsync();
        await page.GotoAsync("/messages?q=mine");
        await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
        var answer = await page.GotoAsync(foreign!);

        Assert.Equal(404, answer!.Status);
        Assert.DoesNotContain("Not mine", await page.ContentAsync(), StringComparison.Ordinal);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "There is no such page" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task It_needs_no_script_and_shows_what_a_stranger_wrote_as_text()
    {
        await SendAsync("nobody@static.example", Hostile, 550);
        await FindAsync(await panel.OpenPageAsync("/messages"), "static.example");
        var page = await panel.OpenBlankAsync(cookies: panel.SignedIn, script: false);
        await page.GotoAsync("/messages");

        await page.GetByRole(AriaRole.Searchbox).First.FillAsync("nobody@static.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = Hostile }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = Hostile })).ToBeVisibleAsync();
        Assert.Equal(0, await page.Locator("img[src=x]").CountAsync());
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Everybody_can_use_it(int width, ColorScheme scheme)
    {
        await SendAsync("you@pictures.example", "Minutes of Tuesday's meeting, with the plan for the move to the new house, and more", 250);
        await SendAsync("nobody@pictures.example", "=?utf-8?q?Gr=C3=BC=C3=9Fe_aus_K=C3=B6ln?=", 550);
        var page = await panel.OpenPageAsync("/messages", width, scheme);
        await FindAsync(page, "pictures.example");
        var name = $"{width}-{scheme}".ToLowerInvariant();
        await LookAsync(page, $"messages-{name}", width);

        await page.GetByRole(AriaRole.Link, new() { Name = "Grüße aus Köln" }).First.ClickAsync();
        await Expect(page.GetByText("See the kept copy")).ToBeVisibleAsync();
        await LookAsync(page, $"message-{name}", width);
    }

    private static async Task LookAsync(IPage page, string name, int width)
    {
        await Panel.PictureAsync(page, name);
        await Panel.AssertAccessibleAsync(page);
        Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 0, width);
    }

    /// <summary>Until the journal has written it: rows gather for a moment.</summary>
    private static async Task FindAsync(IPage page, string words, string verdict = "")
    {
        await page.GotoAsync($"/messages?q={Uri.EscapeDataString(words)}&verdict={verdict}");
        while (await page.GetByRole(AriaRole.Row).CountAsync() == 0)
        {
            await page.ReloadAsync();
        }
    }

    private async Task SendAsync(string to, string subject, int code)
    {
        panel.Server.Tree.Touch($"srv/{to[(to.IndexOf('@', StringComparison.Ordinal) + 1)..]}/users/valid/you");
        Assert.Equal(code, await panel.SendAsync(to, subject));
    }
}
