using System.Globalization;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MsLite.Browser.Tests;

public sealed class OverviewPageTests(Panel panel) : IClassFixture<Panel>
{
    private const string Hostile = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>";

    [Fact]
    public async Task Counters_and_rows_move_when_mail_comes_without_a_reload()
    {
        Host("moves.example");
        var page = await panel.OpenAsync();
        await page.EvaluateAsync("window.notReloaded = true");
        var before = await NumberAsync(page, "Refused and kept");

        Assert.Equal(550, await panel.SendAsync("nobody@moves.example", "This one moves the counters"));

        await Expect(page.GetByText("This one moves the counters")).ToBeVisibleAsync();
        await Expect(Counter(page, "Refused and kept")).ToHaveTextAsync((before + 1).ToString(CultureInfo.InvariantCulture));
        await Expect(page.GetByText("all accounted for")).ToBeVisibleAsync();
        Assert.True(await page.EvaluateAsync<bool>("window.notReloaded"));
    }

    [Fact]
    public async Task A_trace_is_opened_read_and_closed_with_the_keyboard()
    {
        Host("keys.example");
        await panel.SendAsync("nobody@keys.example", "Reached by keys");
        var keyed = await KeyedPage.OpenAsync(panel, "/", panel.SignedIn);
        var page = keyed.Page;
        var link = keyed.Link("Reached by keys");

        await keyed.EnterAsync(link);
        var dialog = page.GetByRole(AriaRole.Dialog, new() { Name = "Why this message was refused" });
        await Expect(dialog).ToBeVisibleAsync();
        await Expect(dialog.GetByRole(AriaRole.Row).Filter(new() { HasText = "users" })).ToContainTextAsync("refuse");
        await Panel.PictureAsync(page, "trace-1280-light");
        await keyed.PressAsync("Escape");

        await Expect(dialog).ToBeHiddenAsync();
        await Expect(link).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_trace_has_an_address_of_its_own()
    {
        Host("address.example");
        await panel.SendAsync("nobody@address.example", "Sent on as a link");
        var first = await panel.OpenAsync();
        await first.GetByRole(AriaRole.Link, new() { Name = "Sent on as a link" }).ClickAsync();
        await Expect(first.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();

        var second = await panel.OpenAsync(path: new Uri(first.Url).Query);

        await Expect(second.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Sent on as a link");
        await second.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(second.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
    }

    [Fact]
    public async Task What_a_stranger_wrote_is_shown_as_text()
    {
        Host("hostile.example");
        await panel.SendAsync("nobody@hostile.example", Hostile);
        var page = await panel.OpenAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = Hostile }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync(Hostile);

        Assert.DoesNotContain("taken", await page.TitleAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("img[src=x]").CountAsync());
    }

    [Fact]
    public async Task Times_are_those_of_the_viewer()
    {
        var page = await panel.OpenAsync();

        await Expect(page.GetByText("times in Asia/Tokyo")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Everybody_can_use_it(int width, ColorScheme scheme)
    {
        Host("pictures.example");
        await panel.SendAsync("you@pictures.example", "Minutes of Tuesday's meeting, with the plan for the move");
        await panel.SendAsync("nobody@pictures.example", "=?utf-8?q?Gr=C3=BC=C3=9Fe_aus_K=C3=B6ln?=", body: string.Concat(Enumerable.Repeat("The quick brown fox\r\n", 4000)));
        var page = await panel.OpenAsync(width, scheme);
        await Expect(page.GetByText("Grüße aus Köln").First).ToBeVisibleAsync();
        var name = $"{width}-{scheme}".ToLowerInvariant();

        await Panel.PictureAsync(page, "overview-" + name);
        await Panel.AssertAccessibleAsync(page);
        Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 0, width);

        await page.GetByText("Grüße aus Köln").First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await Panel.PictureAsync(page, "trace-" + name);
        await Panel.AssertAccessibleAsync(page);
    }

    [Fact]
    public async Task Nothing_is_asked_of_anybody_else_and_the_browser_has_no_complaint()
    {
        Host("quiet.example");
        await panel.SendAsync("nobody@quiet.example", "quiet");
        var page = await panel.OpenAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "quiet" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();

        Assert.Equal(["127.0.0.1"], panel.Hosts);
        Assert.Empty(panel.Complaints);
    }

    private void Host(string domain) => panel.Server.Tree.Touch($"srv/{domain}/users/valid/you");

    private static ILocator Counter(IPage page, string term) =>
        page.GetByRole(AriaRole.Region, new() { Name = "Ledger" }).Locator("div").Filter(new() { Has = page.GetByText(term, new() { Exact = true }) }).Locator("dd").First;

    private static async Task<int> NumberAsync(IPage page, string term) =>
        int.Parse(await Counter(page, term).InnerTextAsync(), NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
}
