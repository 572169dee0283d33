using System.Text.RegularExpressions;
using Microsoft.Playwright;
using MsLite.Harness;
using static Microsoft.Playwright.Assertions;

namespace MsLite.Browser.Tests;

/// <summary>The way in and out, as a person sees it.</summary>
public sealed partial class SignInPageTests(Panel panel) : IClassFixture<Panel>
{
    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Everybody_can_use_it(int width, ColorScheme scheme)
    {
        var name = $"{width}-{scheme}".ToLowerInvariant();
        var page = await panel.OpenBlankAsync(width, scheme);
        await page.GotoAsync("/sign-in");
        await LookAsync(page, "sign-in-" + name, width);

        var signedIn = await panel.OpenAsync(width, scheme);
        foreach (var path in new[] { "account", "accounts" })
        {
            await signedIn.GotoAsync("/" + path);
            await LookAsync(signedIn, $"{path}-{name}", width);
        }
    }

    [Fact]
    public async Task The_keyboard_is_enough_and_leads_to_where_one_wanted_to_go()
    {
        var page = await panel.OpenBlankAsync();
        await page.GotoAsync("/account");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await page.GetByLabel("Name").FocusAsync();
        await page.Keyboard.TypeAsync(PanelForm.Name);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(PanelForm.Password);
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Your account" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_open_page_says_that_its_session_has_ended()
    {
        using var client = await PanelForm.SignInAsync(panel.Server);
        var page = await panel.OpenBlankAsync();
        await page.GotoAsync("/sign-in");
        await SignInAsync(page);
        await Expect(page.GetByText("live", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 30_000 });

        // The newest session stands first: that of the page.
        var html = await client.GetStringAsync(new Uri("/account", UriKind.Relative));
        var id = Session().Match(html).Groups["id"].Value;
        using var ended = await client.SubmitAsync("/account", "sessions", ("Remove", id));

        await Expect(page.GetByText("Your session has ended. Sign in again.")).ToBeVisibleAsync(new() { Timeout = 30_000 });
    }

    [Fact]
    public async Task Who_signs_out_in_another_window_finds_in_this_one_what_was_typed()
    {
        panel.Server.Tree.Touch("srv/windows.example/users/valid/ann");
        var page = await panel.OpenBlankAsync();
        await page.GotoAsync("/sign-in?return=%2Fdomains%2Fwindows.example%2Frecipients");
        await SignInAsync(page);
        await Expect(page.GetByLabel("Accept (local part)")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(page.Locator("html[data-ready]")).ToBeAttachedAsync(new() { Timeout = 30_000 });
        await page.GetByLabel("Accept (local part)").FillAsync("half-a-name");

        var other = await page.Context.NewPageAsync();
        await other.GotoAsync("/account");
        await other.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();

        await Expect(page.GetByText("Your session has ended. Sign in again.")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await SignInAsync(page);
        await Expect(page.GetByLabel("Accept (local part)")).ToHaveValueAsync("half-a-name", new() { Timeout = 30_000 });
    }

    private static async Task SignInAsync(IPage page)
    {
        await page.GetByLabel("Name").FillAsync(PanelForm.Name);
        await page.GetByLabel("Password").FillAsync(PanelForm.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    private static async Task LookAsync(IPage page, string name, int width)
    {
        await Panel.PictureAsync(page, name);
        await Panel.AssertAccessibleAsync(page);
        Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 0, width);
    }

    [GeneratedRegex("name=\"Typed.Remove\" value=\"(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Session();
}
