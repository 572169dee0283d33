using System.Diagnostics;
using Microsoft.Playwright;
using MsLite.Harness;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace MsLite.Browser.Tests;

/// <summary>The first five minutes, from an empty directory to a refused message that was got back.</summary>
public sealed class WelcomePageTests(Panel panel, ITestOutputHelper output) : IClassFixture<Panel>
{
    [Fact]
    public async Task An_empty_directory_becomes_a_domain_whose_refused_mail_is_got_back()
    {
        var start = Stopwatch.GetTimestamp();
        var page = await panel.OpenPageAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "The first five minutes" }).ClickAsync();
        await page.GetByLabel("Domain").FillAsync("five.example");
        await page.GetByLabel("Who exists").FillAsync("ann\nbob@five.example\n");
        await page.GetByRole(AriaRole.Button, new() { Name = "Test the next hop" }).ClickAsync();
        await Expect(page.GetByLabel("Result of the test")).ToContainTextAsync("can be written to");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the domain" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "five.example is hosted now" })).ToBeVisibleAsync();
        Assert.Equal(
            ["checks/all", "users/valid/ann", "users/valid/bob"],
            Directory.GetFiles(panel.Server.Tree.Path("srv/five.example"), "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(panel.Server.Tree.Path("srv/five.example"), path)).Order(StringComparer.Ordinal));
        Assert.Equal("mode: shadow\n", await File.ReadAllTextAsync(panel.Server.Tree.Path("srv/five.example/checks/all")));

        await page.GetByRole(AriaRole.Link, new() { Name = "Next: is it right?" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "Port and TLS certificate" })).ToContainTextAsync("self-signed");
        await Expect(page.GetByText("to mend")).ToBeVisibleAsync(new() { Timeout = 30_000 });

        await page.GetByRole(AriaRole.Link, new() { Name = "Next: send a test mail" }).ClickAsync();
        await SendAsync(page, "A good one", "delivered");
        await SendAsync(page, "One like junk", "Enforced, these would have refused it");
        await SendAsync(page, "One to nobody", "refused");
        await page.GetByRole(AriaRole.Link, new() { Name = "Next: get it back" }).ClickAsync();
        await Expect(page.GetByText("not accepted at five.example").First).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Release it" }).ClickAsync();
        await Expect(page.GetByText("elivered").Last).ToBeVisibleAsync();
        var accept = page.GetByRole(AriaRole.Button, new() { Name = "Accept nobody-" });
        await accept.ClickAsync();
        await Expect(page.GetByText("is there now.")).ToBeVisibleAsync();
        Assert.Equal(3, Directory.GetFiles(panel.Server.Tree.Path("srv/five.example/users/valid")).Length);
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(page.GetByText("Undone:")).ToBeVisibleAsync();
        Assert.Equal(2, Directory.GetFiles(panel.Server.Tree.Path("srv/five.example/users/valid")).Length);
        output.WriteLine($"The first five minutes took {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s.");
    }

    [Fact]
    public async Task The_keyboard_is_enough_to_host_a_domain_and_to_send_a_sample()
    {
        var page = await panel.OpenPageAsync("/welcome?step=domain");
        await page.GetByLabel("Domain").FocusAsync();
        await page.Keyboard.TypeAsync("keys.example");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("*");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "keys.example is hosted now" })).ToBeVisibleAsync();
        Assert.False(Directory.Exists(panel.Server.Tree.Path("srv/keys.example/checks")));

        await page.GotoAsync("/welcome?step=mail&domain=keys.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "A good one" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByLabel("What happened")).ToContainTextAsync("delivered");
    }

    [Fact]
    public async Task A_name_that_can_be_no_domain_is_turned_down_with_what_was_typed_kept()
    {
        var page = await panel.OpenPageAsync("/welcome?step=domain");
        await page.GetByLabel("Domain").FillAsync("<b>no domain</b>");
        await page.GetByLabel("Who exists").FillAsync("ann");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the domain" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("\"<b>no domain</b>\" is no domain");
        await Expect(page.GetByLabel("Domain")).ToHaveValueAsync("<b>no domain</b>");
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

    private static async Task SendAsync(IPage page, string which, string said)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = which }).ClickAsync();
        await Expect(page.GetByLabel("What happened")).ToContainTextAsync(said, new() { Timeout = 30_000 });
        await Expect(page.GetByLabel("What happened")).ToContainTextAsync("← 2");
    }
}
