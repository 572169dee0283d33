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
}
