using System.Diagnostics;
using Microsoft.Playwright;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace MsLite.Browser.Tests;

/// <summary>The first five minutes, from an empty directory to a refused message that was got back.</summary>
public sealed class FirstFiveMinutesTests(Panel panel, ITestOutputHelper output) : IClassFixture<Panel>
{
    [Fact]
    public async Task An_empty_directory_becomes_a_domain_whose_refused_mail_is_got_back()
    {
        var start = Stopwatch.GetTimestamp();
        var page = await panel.OpenPageAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "The first five minutes" }).ClickAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Domain", Exact = true }).FillAsync("five.example");
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
        await Expect(page.Locator(".outcome")).Not.ToBeEmptyAsync();
        Assert.Contains(Directory.GetFiles(panel.Server.Tree.Path("mail/five.example"), "*", SearchOption.AllDirectories), path => path.Contains("nobody-", StringComparison.Ordinal));
        var accept = page.GetByRole(AriaRole.Button, new() { Name = "Accept nobody-" });
        await accept.ClickAsync();
        await Expect(page.GetByText("is there now.")).ToBeVisibleAsync();
        Assert.Equal(3, Directory.GetFiles(panel.Server.Tree.Path("srv/five.example/users/valid")).Length);
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(page.GetByText("Undone:")).ToBeVisibleAsync();
        Assert.Equal(2, Directory.GetFiles(panel.Server.Tree.Path("srv/five.example/users/valid")).Length);
        output.WriteLine($"The first five minutes took {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s.");
    }

    private static async Task SendAsync(IPage page, string which, string said)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = which }).ClickAsync();
        await Expect(page.GetByLabel("What happened")).ToContainTextAsync(said, new() { Timeout = 30_000 });
        await Expect(page.GetByLabel("What happened")).ToContainTextAsync("← 2");
    }
}
