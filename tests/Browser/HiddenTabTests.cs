using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MsLite.Browser.Tests;

/// <summary>A page in a tab behind others costs no drawing, and shows what has come as soon as it is in front again.</summary>
public sealed class HiddenTabTests(Panel panel) : IClassFixture<Panel>
{
    [Theory]
    [InlineData("/")]
    [InlineData("/live")]
    public async Task What_comes_while_nobody_sees_the_page_is_drawn_when_somebody_does(string path)
    {
        panel.Server.Tree.Touch("srv/behind.example/users/valid/you");
        var name = path.Trim('/');
        var page = await panel.OpenPageAsync(path);
        var witness = await panel.OpenPageAsync(path);
        await SetHiddenAsync(page, isHidden: true);

        // The page before the eyes has drawn a second message: this one had its time for the first.
        await SendAsync(witness, $"first{name}");
        await SendAsync(witness, $"second{name}");
        await Expect(page.GetByText($"first{name}@sender.example").First).ToHaveCountAsync(0);

        await SetHiddenAsync(page, isHidden: false);
        await Expect(page.GetByText($"first{name}@sender.example").First).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(page.GetByText($"second{name}@sender.example").First).ToBeVisibleAsync(new() { Timeout = 30_000 });
    }

    private async Task SendAsync(IPage witness, string sender)
    {
        await panel.SendAsync("you@behind.example", sender, from: $"{sender}@sender.example");
        await Expect(witness.GetByText($"{sender}@sender.example").First).ToBeVisibleAsync(new() { Timeout = 30_000 });
    }

    /// <summary>As the browser does it; a page that is hidden knows that the server has heard of it.</summary>
    private static Task SetHiddenAsync(IPage page, bool isHidden) => page.EvaluateAsync(
        """
        async (isHidden) => {
          Object.defineProperty(document, "hidden", { value: isHidden, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
          if (isHidden) {
            await msLite.tellSight();
          }
        }
        """,
        isHidden);
}
