using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MsLite.Browser.Tests;

/// <summary>One refused message in a real browser: why, what to do, and what it says, with nothing of it running.</summary>
public sealed class QuarantineMessagePageTests(Panel panel) : IClassFixture<Panel>
{
    private const string Hostile = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>";

    [Fact]
    public async Task Says_why_and_mends_it_and_takes_it_back()
    {
        var id = await RefuseAsync("why.example", "Subject: An offer\r\n\r\nhello\r\n");
        var page = await panel.OpenPageAsync("/quarantine/" + id);

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "An offer" })).ToBeVisibleAsync();
        await Expect(page.GetByText("why.example/blacklisted/senders/ann@example.net").First).ToBeVisibleAsync();
        await Expect(page.GetByText("would have been let through").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the file that refused" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("done");
        Assert.False(panel.Server.Tree.Exists("srv/why.example/blacklisted/senders/ann@example.net"));

        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("as it was before");
        Assert.True(panel.Server.Tree.Exists("srv/why.example/blacklisted/senders/ann@example.net"));
    }

    [Fact]
    public async Task A_message_is_released_by_a_key_and_the_history_says_by_whom()
    {
        var id = await RefuseAsync("release.example", "Subject: Wanted after all\r\n\r\nhello\r\n");
        var page = await panel.OpenPageAsync("/quarantine/" + id);

        await page.Keyboard.PressAsync("r");

        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Released to");
        await Expect(page.GetByText("Released by")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task What_a_remedy_would_have_done_is_counted_behind_the_page_and_moves_nothing(int width)
    {
        var id = await RefuseAsync($"still{width}.example", "Subject: Stands still\r\n\r\nhello\r\n");
        var page = await panel.OpenBlankAsync(width, cookies: panel.SignedIn);
        await LayoutShifts.RecordAsync(page);

        await page.GotoAsync("/quarantine/" + id);
        await Expect(page.GetByText("Counting whom it would have concerned")).ToHaveCountAsync(0);
        Assert.True(await page.GetByText("would have been let through").CountAsync() > 1);

        Assert.Equal("", string.Join('\n', await LayoutShifts.ReadAsync(page)));
    }

    [Fact]
    public async Task A_message_is_deleted_when_its_moment_is_over()
    {
        var id = await RefuseAsync("gone.example", "Subject: To be gone\r\n\r\nhello\r\n");
        var keyed = await KeyedPage.OpenAsync(panel, "/quarantine/" + id, panel.SignedIn);
        await keyed.PressAsync("d");
        await Expect(keyed.Page.GetByText("Until then nothing is gone.")).ToBeVisibleAsync();

        // The first closes the note.
        await keyed.PressAsync("Escape", "Escape");

        await Expect(keyed.Page.GetByText("Deleted: one message.", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(keyed.Link("To be gone")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Is_accessible_wide_and_narrow(int width, ColorScheme scheme)
    {
        var id = await RefuseAsync("axe.example", "From: Ann <ann@example.net>\r\nSubject: For everybody\r\nContent-Type: text/html\r\n\r\n<p>Dear <b>customer</b>, <a href=https://evil.example/>click</a> <img src=https://evil.example/x>\r\n");
        var page = await panel.OpenPageAsync($"/quarantine/{id}", width, scheme);
        await Panel.AssertAccessibleAsync(page);
        await Panel.PictureAsync(page, $"quarantine-message-{width}-{scheme}".ToLowerInvariant());

        await page.GotoAsync($"/quarantine/{id}?show=html");
        await Expect(page.FrameLocator("iframe").GetByText("customer")).ToBeVisibleAsync();
        await Panel.PictureAsync(page, $"quarantine-message-html-{width}-{scheme}".ToLowerInvariant());
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("html")]
    [InlineData("headers")]
    [InlineData("raw")]
    public async Task Nothing_of_a_hostile_message_runs_leads_away_or_asks_for_anything(string show)
    {
        var body = string.Concat(HtmlPayloads.Own().Select(payload => $"<div>{payload}</div>\r\n"));
        var id = await RefuseAsync(
            "hostile.example",
            $"From: \"{Hostile.Replace("\"", "\\\"", StringComparison.Ordinal)}\" <ann@example.net>\r\nSubject: {Hostile}\r\nX-{show}: {Hostile}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
            + $"--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{body}\r\n--b\r\nContent-Type: image/png; name=\"{Hostile.Replace("\"", "\\\"", StringComparison.Ordinal)}\"\r\n\r\nx\r\n--b--\r\n");

        await using var watched = await WatchedPage.OpenAsync(panel, $"/quarantine/{id}?show={show}");

        await Expect(watched.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("<script>");
        await watched.AssertQuietAsync();
    }

    [Fact]
    public async Task The_html_page_itself_is_harmless_too()
    {
        var id = await RefuseAsync("alone.example", "Content-Type: text/html; charset=utf-8\r\n\r\n" + string.Concat(HtmlPayloads.Own().Select(payload => $"<div>{payload}</div>\r\n")));

        await using var watched = await WatchedPage.OpenAsync(panel, $"/api/v1/quarantine/{id}/html");

        await watched.AssertQuietAsync();
    }

    private Task<string> RefuseAsync(string domain, string content)
    {
        panel.Server.Tree.Touch($"srv/{domain}/users/valid/*");
        panel.Server.Tree.Touch($"srv/{domain}/blacklisted/senders/ann@example.net");
        return panel.RefuseAsync(Encoding.UTF8.GetBytes(content), $"bob@{domain}");
    }
}
