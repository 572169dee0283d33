using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MsLite.Browser.Tests;

/// <summary>Refused mail as a person goes through it.</summary>
public sealed class QuarantinePageTests(Panel panel) : IClassFixture<Panel>
{
    private const string Hostile = "<img src=x onerror=\"document.title='taken'\">";

    [Fact]
    public async Task Mail_that_arrives_is_said_and_does_not_move_the_rows()
    {
        await RefuseAsync("arrives.example", "The first of them");
        var page = await panel.OpenPageAsync("/quarantine?domain=arrives.example");
        await Expect(Row(page, "The first of them")).ToBeVisibleAsync();

        await RefuseAsync("arrives.example", "The second of them");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "1 new" })).ToBeVisibleAsync();
        await Expect(Row(page, "The second of them")).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "1 new" }).ClickAsync();

        await Expect(Row(page, "The second of them")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "2 messages" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_address_says_all_and_can_be_sent_on()
    {
        await RefuseAsync("address.example", "Sent on as an address");
        await RefuseAsync("address.example", "Something else");
        var page = await panel.OpenPageAsync("/quarantine?domain=address.example");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("\"sent on\"");
        await PressAsync(page, "Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "One message" })).ToBeVisibleAsync();
        await PressAsync(page, "Tab", "j");
        await Expect(Link(page, "Sent on as an address")).ToBeFocusedAsync();

        var other = await panel.OpenPageAsync(new Uri(page.Url).PathAndQuery);

        await Expect(other.GetByRole(AriaRole.Heading, new() { Name = "One message" })).ToBeVisibleAsync();
        await Expect(other.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("\"sent on\"");
        await Expect(Link(other, "Sent on as an address")).ToBeFocusedAsync();
        await other.GetByRole(AriaRole.Link, new() { Name = "Take away: words" }).ClickAsync();
        await Expect(other.GetByRole(AriaRole.Heading, new() { Name = "2 messages" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Rows_are_there_before_they_are_counted_and_stay_where_they_are_when_they_are()
    {
        foreach (var subject in new[] { "A tulip", "A rose", "Another tulip" })
        {
            await RefuseAsync("steps.example", subject, from: $"{subject[^4..]}@example.net");
        }

        var page = await panel.OpenBlankAsync(cookies: panel.SignedIn);
        await LayoutShifts.RecordAsync(page);
        await page.GotoAsync("/quarantine?domain=steps.example");
        await Expect(page.Locator("html[data-ready]")).ToBeAttachedAsync(new() { Timeout = 30_000 });
        await page.EvaluateAsync("""
            () => {
              const title = document.getElementById("found-title");
              window.steps = [];
              new MutationObserver(() => {
                steps.push(`${title.textContent} ${title.getAttribute("aria-busy")} ${document.querySelectorAll("[data-row]").length}`);
                window.stepped = performance.now();
              }).observe(title, { attributes: true, characterData: true, childList: true, subtree: true });
            }
            """);

        await page.GetByRole(AriaRole.Searchbox).FillAsync("tulip");
        await PressAsync(page, "Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "2 messages" })).ToBeVisibleAsync();

        Assert.Equal(["Counting… true 2", "2 messages null 2"], await page.EvaluateAsync<string[]>("steps"));
        Assert.Equal("", string.Join('\n', await LayoutShifts.ReadAsync(page, ".found", await page.EvaluateAsync<double>("stepped"))));
        await Expect(page.Locator(".facets [aria-busy]")).ToHaveCountAsync(0);
        await Expect(page.Locator(".facets").GetByText("ulip@example.net")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_a_search_finds_is_drawn_once()
    {
        await RefuseAsync("once.example", "A lonely daisy");
        await RefuseAsync("once.example", "Something else");
        var page = await panel.OpenPageAsync("/quarantine?domain=once.example");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("daisy");

        await PressAsync(page, "Enter");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "One message" })).ToBeVisibleAsync();
        await Expect(Row(page, "A lonely daisy")).ToBeVisibleAsync();
        await Expect(Row(page, "Something else")).ToBeHiddenAsync();

        // As the script asks for it, from this page: the circuit has the rows.
        const string Fetched = "() => fetch(location.href, { headers: { accept: 'text/html; blazor-enhanced-nav=on' } }).then(answer => answer.text())";
        var fetched = await page.EvaluateAsync<string>(Fetched);
        Assert.Contains("data-awaits-circuit", fetched, StringComparison.Ordinal);
        Assert.DoesNotContain("A lonely daisy", fetched, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_is_answered_when_no_circuit_comes()
    {
        await RefuseAsync("alone.example", "A wilted daisy");
        await RefuseAsync("alone.example", "Something else");
        var page = await panel.OpenBlankAsync(cookies: panel.SignedIn);
        await page.RouteAsync("**/_blazor/**", route => route.AbortAsync());
        await page.GotoAsync("/quarantine?domain=alone.example");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("wilted");

        var first = await page.RunAndWaitForResponseAsync(() => PressAsync(page, "Enter"), response => response.Url.Contains("q=wilted", StringComparison.Ordinal));

        Assert.Equal("fetch", first.Request.ResourceType);
        await Expect(Row(page, "A wilted daisy")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(Row(page, "Something else")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Many_messages_are_done_at_once_with_their_results_by_the_keyboard()
    {
        for (var i = 0; i < 60; i++)
        {
            await RefuseAsync("many.example", $"Many {i}");
        }

        var keyed = await KeyedPage.OpenAsync(panel, "/quarantine?domain=many.example", panel.SignedIn);
        var page = keyed.Page;
        await keyed.GoToAsync(page.GetByLabel("Select all on this page"));
        await PressAsync(page, "Space");
        await Expect(page.GetByText("50 selected")).ToBeVisibleAsync();
        await keyed.EnterAsync(keyed.Button("Select all 60"), backwards: true);
        await Expect(page.GetByText("60 selected")).ToBeVisibleAsync();
        await PressAsync(page, "r");

        await Expect(page.GetByText("To be released: 60 messages.")).ToBeVisibleAsync();
        var done = page.GetByText("Released: 60 messages.", new() { Exact = true });
        await Expect(done).ToBeVisibleAsync(new() { Timeout = 60_000 });
        var errand = page.GetByRole(AriaRole.Region, new() { Name = "What was wanted" }).Filter(new() { Has = done });
        await keyed.EnterAsync(errand.GetByText("What became of each"), backwards: true);
        await Expect(errand.GetByText("Released to maildir:").First).ToBeVisibleAsync();
        await Panel.PictureAsync(page, "quarantine-many-1280-light");
        await PressAsync(page, "n");
        await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(11);
        await PressAsync(page, "p");
        await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(51);
    }

    [Fact]
    public async Task What_is_selected_is_released_and_its_senders_are_let_in_by_the_keyboard()
    {
        await RefuseAsync("welcome.example", "Wanted from now on");
        await RefuseAsync("welcome.example", "Wanted, too", from: "bea@example.net");
        var keyed = await KeyedPage.OpenAsync(panel, "/quarantine?domain=welcome.example", panel.SignedIn);
        await PressAsync(keyed.Page, "j", "x", "j", "x");
        await Expect(keyed.Page.GetByText("2 selected")).ToBeVisibleAsync();
        await PressAsync(keyed.Page, "w");
        await Expect(keyed.Page.GetByText("The envelope sender is whatever a client writes, so others can forge it.")).ToBeVisibleAsync();
        await Panel.PictureAsync(keyed.Page, "quarantine-welcome-1280-light");
        await Panel.AssertAccessibleAsync(keyed.Page);
        await keyed.EnterAsync(keyed.Page.GetByRole(AriaRole.Button, new() { Name = "the senders", Exact = true }), backwards: true);

        await Expect(keyed.Page.GetByText("To be released, and the senders let in: 2 messages.")).ToBeVisibleAsync();
        Assert.False(panel.Server.Tree.Exists("srv/welcome.example/whitelisted"));
        await Expect(keyed.Page.GetByText("Released: 2 messages.", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        Assert.True(panel.Server.Tree.Exists("srv/welcome.example/whitelisted/senders/ann@example.net"));
        Assert.True(panel.Server.Tree.Exists("srv/welcome.example/whitelisted/senders/bea@example.net"));
    }

    [Fact]
    public async Task What_a_stranger_wrote_is_shown_as_text()
    {
        await RefuseAsync("hostile.example", Hostile);
        var page = await panel.OpenPageAsync("/quarantine?domain=hostile.example");

        await Expect(Link(page, Hostile)).ToBeVisibleAsync();

        Assert.DoesNotContain("taken", await page.TitleAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("img[src=x]").CountAsync());
    }

    [Fact]
    public async Task A_domain_administrator_sees_his_own_whatever_address_he_types()
    {
        await RefuseAsync("his.example", "It is his");
        await RefuseAsync("foreign.example", "It is foreign");
        var cookies = await panel.DomainAdministratorAsync("dora", "his.example");

        foreach (var path in new[] { "/quarantine", "/quarantine?domain=foreign.example", "/quarantine?q=foreign" })
        {
            var page = await panel.OpenPageAsync(path, cookies: cookies);
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Quarantine");
            Assert.DoesNotContain("It is foreign", await page.ContentAsync(), StringComparison.Ordinal);
            Assert.Equal(path == "/quarantine", await Link(page, "It is his").IsVisibleAsync());
        }
    }

    [Fact]
    public async Task It_can_be_read_and_searched_without_a_script()
    {
        await RefuseAsync("static.example", "Read without a script");
        var page = await panel.OpenBlankAsync(cookies: panel.SignedIn, script: false);
        await page.GotoAsync("/quarantine?domain=static.example");

        await page.GetByRole(AriaRole.Searchbox).FillAsync("script");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();

        await Expect(Link(page, "Read without a script")).ToBeVisibleAsync();
        Assert.Contains("domain=static.example", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_list_says_why_it_may_be_empty()
    {
        var cookies = await panel.DomainAdministratorAsync("nora", "nothing.example");
        var page = await panel.OpenPageAsync("/quarantine", cookies: cookies);

        await Expect(page.GetByText("You see these domains only: nothing.example.")).ToBeVisibleAsync();
        await Panel.AssertAccessibleAsync(page);
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Everybody_can_use_it(int width, ColorScheme scheme)
    {
        await RefuseAsync("pictures.example", "Your invoice 4711 is overdue, and this subject is longer than any list is wide, as some are");
        await RefuseAsync("pictures.example", "=?utf-8?q?Gr=C3=BC=C3=9Fe_aus_K=C3=B6ln?=", from: "bounce-mc.us14_168829.4731-bob=example.com@mail112.atl11.example.net");
        var page = await panel.OpenPageAsync("/quarantine?q=pictures", width, scheme);
        await page.GetByRole(AriaRole.Checkbox).Last.CheckAsync();

        await Panel.PictureAsync(page, $"quarantine-{width}-{scheme}".ToLowerInvariant());
        await Panel.AssertAccessibleAsync(page);
        Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 0, width);
    }

    private static async Task PressAsync(IPage page, params IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            await page.Keyboard.PressAsync(key);
        }
    }

    private static ILocator Link(IPage page, string subject) => page.GetByRole(AriaRole.Link, new() { Name = subject });

    private static ILocator Row(IPage page, string subject) => page.GetByRole(AriaRole.Row).Filter(new() { HasText = subject });

    private async Task RefuseAsync(string domain, string subject, string from = "ann@example.net")
    {
        panel.Server.Tree.Touch($"srv/{domain}/users/valid/you");
        Assert.Equal(550, await panel.SendAsync($"nobody@{domain}", subject, from));
    }
}
