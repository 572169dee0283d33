using Microsoft.Playwright;
using MsLite.Harness;
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
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("domain=two\\.example", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));

        await panel.SendAsync("you@one.example", "not for us");
        await panel.SendAsync("you@two.example", "for us");

        await Expect(page.GetByText("you@two.example").First).ToBeVisibleAsync();
        await Expect(page.GetByText("you@one.example")).ToHaveCountAsync(0);
        await page.GotoAsync("/live?ip=nonsense");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("is no address and no prefix");
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

    [Fact]
    public async Task A_flood_leaves_the_page_usable_and_of_bounded_size()
    {
        panel.Server.Tree.Touch("srv/flood.example/users/valid/bob");
        var page = await panel.OpenPageAsync("/live");
        using var stop = new CancellationTokenSource();
        var flood = LoadGenerator.RunAsync(
            panel.Server.Smtp, new LoadPlan { Sessions = 8, MessagesPerConnection = 2, To = _ => "bob@flood.example" }, stop.Token);

        // The page goes on showing what is new, and does what it is told, while the flood is on.
        await Expect(page.GetByText("bob@flood.example").First).ToBeVisibleAsync();
        await Expect(page.Locator("main table tbody")).ToHaveCountAsync(40);
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Expect(page.GetByText("paused", new() { Exact = true })).ToBeVisibleAsync();
        var first = await page.Locator("main .client a").First.GetAttributeAsync("href");
        await page.GetByRole(AriaRole.Button, new() { Name = "Go on" }).ClickAsync();
        await Expect(page.Locator("main .client a").First).Not.ToHaveAttributeAsync("href", first!);
        await Expect(page.Locator("main table tbody")).ToHaveCountAsync(40);

        await stop.CancelAsync();
        var sent = await flood;
        Assert.NotEmpty(sent);
        Assert.DoesNotContain(sent, result => result.Reply is { IsPositive: false });
    }
}
