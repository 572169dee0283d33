using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MsLite.Browser.Tests;

public sealed class EmptyPanelTests(Panel panel) : IClassFixture<Panel>
{
    [Fact]
    public async Task It_says_what_to_type_then_what_to_send_and_then_shows_it()
    {
        var page = await panel.OpenAsync();
        await Expect(page.GetByText("No domain is hosted yet")).ToBeVisibleAsync();
        await Expect(page.GetByText($"--server {panel.Server.Smtp}")).ToBeVisibleAsync();
        await Panel.PictureAsync(page, "empty-1280-light");
        await Panel.AssertAccessibleAsync(page);
        await page.SetViewportSizeAsync(390, 844);
        await Panel.PictureAsync(page, "empty-390-light");
        await Panel.AssertAccessibleAsync(page);

        panel.Server.Tree.Touch("srv/example.com/users/valid/you");
        await page.ReloadAsync();
        await Expect(page.GetByText("No message yet since the program started.")).ToBeVisibleAsync();

        Assert.Equal(250, await panel.SendAsync("you@example.com", "The first"));
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "The first" })).ToBeVisibleAsync();
    }
}
