using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MsLite.Browser.Tests;

public sealed class LostConnectionTests(Panel panel) : IClassFixture<Panel>
{
    [Fact]
    public async Task A_lost_connection_is_said_and_made_again()
    {
        var page = await panel.OpenAsync();

        await panel.Server.KillAsync();
        await Expect(page.GetByText("The connection to the server was lost.")).ToBeVisibleAsync();
        await Panel.PictureAsync(page, "lost-1280-light");
        await panel.Server.StartAgainAsync();

        // The new process does not know the old circuit, so the page loads itself again.
        await Expect(page.GetByText("The connection to the server was lost.")).ToBeHiddenAsync(new() { Timeout = 60_000 });
        await Expect(page.GetByText("live", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 60_000 });
    }

    [Fact]
    public async Task What_was_typed_into_the_search_survives_it()
    {
        var page = await panel.OpenPageAsync("/quarantine");
        await page.GetByRole(AriaRole.Searchbox).FillAsync("half a thought");

        await panel.Server.KillAsync();
        await Expect(page.GetByText("The connection to the server was lost.")).ToBeVisibleAsync();
        await panel.Server.StartAgainAsync();

        await Expect(page.GetByText("The connection to the server was lost.")).ToBeHiddenAsync(new() { Timeout = 60_000 });
        await Expect(page.GetByText("live", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(page.GetByRole(AriaRole.Searchbox)).ToHaveValueAsync("half a thought");
    }
}
