using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MsLite.Browser.Tests;

/// <summary>The steps of the first five minutes, one by one.</summary>
public sealed class WelcomePageTests(Panel panel) : IClassFixture<Panel>
{
    [Fact]
    public async Task The_keyboard_is_enough_to_choose_that_no_check_is_on()
    {
        var keyed = await KeyedPage.OpenAsync(panel, "/welcome?step=domain", panel.SignedIn);
        await keyed.TypeAsync(keyed.Page.GetByRole(AriaRole.Textbox, new() { Name = "Domain", Exact = true }), "keys.example");
        await keyed.TypeAsync(keyed.Page.GetByLabel("Who exists"), "*");
        await keyed.GoToAsync(keyed.Page.GetByRole(AriaRole.Radio, new() { Name = "begin in shadow" }));
        await keyed.PressAsync("ArrowDown", "ArrowDown", "Enter");

        await Expect(keyed.Heading("keys.example is hosted now")).ToBeVisibleAsync();
        Assert.False(Directory.Exists(panel.Server.Tree.Path("srv/keys.example/checks")));
    }

    [Fact]
    public async Task A_name_that_can_be_no_domain_is_turned_down_with_what_was_typed_kept()
    {
        var page = await panel.OpenPageAsync("/welcome?step=domain");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Domain", Exact = true }).FillAsync("<b>no domain</b>");
        await page.GetByLabel("Who exists").FillAsync("ann");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the domain" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("\"<b>no domain</b>\" is no domain");
        await Expect(page.GetByRole(AriaRole.Textbox, new() { Name = "Domain", Exact = true })).ToHaveValueAsync("<b>no domain</b>");
        await Expect(page.GetByLabel("Who exists")).ToHaveValueAsync("ann");
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Everybody_can_use_it(int width, ColorScheme scheme)
    {
        panel.Server.Tree.Touch("srv/looks.example/users/valid/ann");
        panel.Server.Tree.Touch("srv/looks.example/zones", "zen.looks.example\n");
        var name = $"{width}-{scheme}".ToLowerInvariant();
        var page = await panel.OpenPageAsync("/welcome?step=domain", width, scheme);
        await page.LookAsync("welcome-domain-" + name, width);
        await page.GotoAsync("/welcome?step=mail&domain=looks.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "One to nobody" }).ClickAsync();
        await Expect(page.GetByLabel("What happened")).ToContainTextAsync("refused");
        await page.LookAsync("welcome-mail-" + name, width);
        await page.GetByRole(AriaRole.Link, new() { Name = "Next: get it back" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Release it" })).ToBeVisibleAsync();
        await page.LookAsync("welcome-refused-" + name, width);
        await page.GotoAsync("/check?domain=looks.example");
        await Expect(page.GetByText("to look at")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await page.LookAsync("check-" + name, width);
    }
}
