using Microsoft.Playwright;

namespace MsLite.Browser.Tests;

/// <summary>What holds for every page.</summary>
internal static class PageLook
{
    /// <summary>Keeps a picture, and fails when axe finds fault or the page is wider than the window.</summary>
    public static async Task LookAsync(this IPage page, string name, int width)
    {
        await Panel.PictureAsync(page, name);
        await Panel.AssertAccessibleAsync(page);
        Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 0, width);
    }
}
