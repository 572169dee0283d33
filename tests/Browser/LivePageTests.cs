using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MsLite.Browser.Tests;

/// <summary>Sessions as they talk, and what a flood of them does to the page.</summary>
public sealed class LivePageTests(Panel panel) : IClassFixture<Panel>
{
    [Fact]
    public async Task A_session_is_shown_while_it_talks_and_its_dialogue_has_an_address()
    {
        panel.Server.Tree.Touch("srv/live.example/users/valid/you");
        var page = await panel.OpenPageAsync("/live");
        await using var client = await panel.Server.ConnectAsync();
        await client.ReadReplyAsync();
        await client.CommandAsync("EHLO talks.example.net");
        await client.CommandAsync("MAIL FROM:<ann@talks.example.net>");
        await client.CommandAsync("RCPT TO:<you@live.example>");

        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "you@live.example" });
        await Expect(row).ToContainTextAsync("ann@talks.example.net");
        await Expect(row).ToContainTextAsync("talks");
        await row.GetByRole(AriaRole.Link, new() { Name = "127.0.0.1" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.List, new() { Name = "The dialogue" })).ToContainTextAsync("EHLO talks.example.net");
        Assert.Contains("session=", page.Url, StringComparison.Ordinal);
        await client.CommandAsync("QUIT");
        await Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "you@live.example" }).First).ToContainTextAsync("ended without a message");
    }

    [Fact]
    public async Task A_filter_stands_in_the_address_and_lets_through_what_it_names()
    {
        panel.Server.Tree.Touch("srv/one.example/users/valid/you");
        panel.Server.Tree.Touch("srv/two.example/users/valid/you");
        var page = await panel.OpenPageAsync("/live");
        await page.GetByLabel("Recipient's domain").FillAsync("two.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("domain=two\\.example", RegexOptions.None, TimeSpan.FromSeconds(1)));

        await panel.SendAsync("you@one.example", "not for us");
        await panel.SendAsync("you@two.example", "for us");

        await Expect(page.GetByText("you@two.example").First).ToBeVisibleAsync();
        await Expect(page.GetByText("you@one.example")).ToHaveCountAsync(0);
        await page.GotoAsync("/live?ip=nonsense");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("is no address and no prefix");
    }

    [Fact]
    public async Task The_keyboard_is_enough_to_filter_to_open_a_dialogue_and_to_pause()
    {
        panel.Server.Tree.Touch("srv/keys.example/users/valid/you");
        var keyed = await KeyedPage.OpenAsync(panel, "/live", panel.SignedIn);
        var page = keyed.Page;
        await keyed.PressAsync("/");
        await page.Keyboard.TypeAsync("127.0.0.0/8");
        await keyed.TypeAsync(page.GetByLabel("Recipient's domain"), "keys.example");
        await keyed.EnterAsync(keyed.Button("Show"));
        await Expect(page).ToHaveURLAsync(new Regex(@"domain=keys\.example", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await panel.SendAsync("you@keys.example", "seen by keys");
        await Expect(page.GetByText("you@keys.example").First).ToBeVisibleAsync();

        await keyed.EnterAsync(keyed.Link("127.0.0.1"));
        await Expect(page.GetByRole(AriaRole.List, new() { Name = "The dialogue" })).ToContainTextAsync("you@keys.example");

        await keyed.PressAsync("p");
        await Expect(page.GetByText("paused", new() { Exact = true })).ToBeVisibleAsync();
        await panel.SendAsync("you@keys.example", "not seen");
        await Expect(page.Locator("main table tbody")).ToHaveCountAsync(1);
        await keyed.PressAsync("p");
        await Expect(page.GetByText("live", new() { Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_a_client_says_is_shown_as_text()
    {
        panel.Server.Tree.Touch("srv/hostile.example/users/valid/*");
        var page = await panel.OpenPageAsync("/live");

        await panel.SendAsync("you@hostile.example", "hostile", from: $"\"<script>document.title='taken'</script>\"@hostile.example");

        await Expect(page.GetByText("<script>document.title='taken'</script>").First).ToBeVisibleAsync();
        Assert.DoesNotContain("taken", await page.TitleAsync(), StringComparison.Ordinal);
    }
}
