using Microsoft.Playwright;
using MsLite.Admin;
using MsLite.Harness;
using static Microsoft.Playwright.Assertions;

namespace MsLite.Browser.Tests;

/// <summary>A walk through every address of the panel, so that no page is forgotten.</summary>
public sealed class EveryPageTests(Panel panel) : IClassFixture<Panel>
{
    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(390, ColorScheme.Light)]
    public async Task Each_has_one_heading_and_a_title_and_everybody_can_use_it(int width, ColorScheme scheme)
    {
        panel.Server.Tree.Touch("srv/walk.example/users/valid/you");
        await panel.SendAsync("you@walk.example", "Minutes of Tuesday's meeting");
        await panel.SendAsync("nobody@walk.example", "Grüße aus Köln");
        var page = await panel.OpenPageAsync(AdminUrls.Overview, width, scheme);
        var titles = new HashSet<string>();
        foreach (var path in PanelPages.Fixed)
        {
            var answer = await page.GotoAsync(path);
            await Expect(page.Locator("html[data-ready]")).ToBeAttachedAsync(new() { Timeout = 30_000 });
            await Panel.PictureAsync(page, $"{PanelPages.Name(path)}-{width}-{scheme}".ToLowerInvariant());

            Assert.Equal((path, 200), (path, answer!.Status));
            await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveCountAsync(1);
            Assert.True(titles.Add(await page.TitleAsync()), $"{path} has the title of another page: {await page.TitleAsync()}");
            Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, $"{path} is wider than {width} pixels.");
            await Panel.AssertAccessibleAsync(page);
        }

        Assert.Equal(["127.0.0.1"], panel.Hosts);
    }

    [Fact]
    public async Task Who_is_not_signed_in_is_led_to_the_sign_in_and_back()
    {
        using var stranger = PanelForm.Client(panel.Server);
        foreach (var path in PanelPages.Fixed)
        {
            using var answer = await stranger.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal((path, 302), (path, (int)answer.StatusCode));
            Assert.StartsWith(AdminUrls.SignIn, answer.Headers.Location?.OriginalString, StringComparison.Ordinal);
        }
    }
}
