using Microsoft.Playwright;
using MsLite.Mail.Dns;
using static Microsoft.Playwright.Assertions;

namespace MsLite.Browser.Tests;

public sealed class NoticesPageTests(Panel panel) : IClassFixture<Panel>
{
    [Fact]
    public async Task A_blocklist_that_lists_the_world_is_told_without_a_reload_and_refuses_nobody()
    {
        var page = await panel.OpenAsync();
        var notices = page.GetByRole(AriaRole.Region, new() { Name = "Needs your attention" });
        await Expect(notices).ToBeHiddenAsync();

        panel.Server.Dns.Data["1.0.0.127.world.example", DnsType.A] = ["127.0.0.2"];
        panel.Server.Tree.Touch("srv/zones.example/users/valid/you");
        panel.Server.Tree.Touch("srv/zones.example/zones", "world.example\n");
        Assert.Equal(250, await panel.SendAsync("you@zones.example", "Listed by a list of everybody"));

        await Expect(notices).ToContainTextAsync("DNS blocklist world.example");
        await Expect(notices).ToContainTextAsync("It is suspended and refuses nobody");
        await Expect(notices).ToContainTextAsync("What to do:");
        await panel.Server.Process.WaitForOutputAsync(
            log => log.Contains("DNS blocklist world.example: It is suspended", StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        foreach (var (width, scheme) in new[] { (1280, ColorScheme.Light), (1280, ColorScheme.Dark), (390, ColorScheme.Light), (390, ColorScheme.Dark) })
        {
            var view = await panel.OpenAsync(width, scheme);
            await Panel.PictureAsync(view, $"notices-{width}-{scheme}".ToLowerInvariant());
            await Panel.AssertAccessibleAsync(view);
            Assert.InRange(await view.EvaluateAsync<int>("document.documentElement.scrollWidth"), 0, width);
        }
    }
}
