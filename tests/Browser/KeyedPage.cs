using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MsLite.Browser.Tests;

/// <summary>
/// A page as somebody without a mouse has it: every way leads along its stops, and each stop that is used has to show that it is one. A
/// mouse does nothing on it, so that no test can use one unawares.
/// </summary>
internal sealed class KeyedPage
{
    /// <summary>More stops than any page has: a stop that is not among them is out of reach.</summary>
    private const int MostStops = 150;

    private const string DeadMouse = """
        for (const kind of ["pointerdown", "mousedown", "click"]) {
          addEventListener(kind, (event) => {
            if (event.isTrusted && event.detail > 0 || kind === "pointerdown") {
              event.preventDefault();
              event.stopImmediatePropagation();
            }
          }, true);
        }
        """;

    // WCAG 2.4.7; in a list it is the row that is marked.
    private const string IsMarked = """
        element => element.matches(":focus-visible") && [element, element.closest("tr")].some((marked) => {
          const style = marked && getComputedStyle(marked);
          return marked && (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none");
        })
        """;

    // WCAG 2.4.11: what lies above the middle of its boxes; empty when one of them is open to the eye.
    private const string Cover = """
        element => {
          const found = [...element.getClientRects()].map((box) => document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2));
          const isOpen = found.some((other) => other !== null && (other.contains(element) || element.contains(other)));
          return isOpen ? "" : found.map((other) => other?.outerHTML.slice(0, 200) ?? "the edge of the window").join("; ");
        }
        """;

    private KeyedPage(IPage page) => Page = page;

    public IPage Page { get; }

    /// <summary>A page of the panel, once it can answer.</summary>
    /// <param name="cookies">None for a stranger.</param>
    public static async Task<KeyedPage> OpenAsync(Panel panel, string path, string? cookies)
    {
        var page = await panel.OpenBlankAsync(cookies: cookies);
        await page.AddInitScriptAsync(DeadMouse);
        await page.GotoAsync(path);
        await WaitAsync(page);
        return new KeyedPage(page);
    }

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name });

    public ILocator Row(string text) => Page.GetByRole(AriaRole.Row).Filter(new() { HasText = text });

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name });

    public async Task PressAsync(params IEnumerable<string> keys)
    {
        // A page that has just come hears no key before its scripts are there.
        await Page.WaitForLoadStateAsync(LoadState.Load);
        await WaitAsync(Page);
        foreach (var key in keys)
        {
            await Page.Keyboard.PressAsync(key);
        }
    }

    /// <summary>Goes there with Tab, or backwards, and presses Enter.</summary>
    public async Task EnterAsync(ILocator target, bool backwards = false)
    {
        await GoToAsync(target, backwards);
        await PressAsync("Enter");
    }

    /// <summary>Goes there with Tab, and types in place of what is in it.</summary>
    public async Task TypeAsync(ILocator target, string text)
    {
        await GoToAsync(target);
        await PressAsync("Control+a", "Delete");
        await Page.Keyboard.TypeAsync(text);
    }

    /// <summary>Goes there with Tab, or backwards, from where one is.</summary>
    public async Task GoToAsync(ILocator target, bool backwards = false)
    {
        await WaitAsync(Page);
        await Expect(target).ToBeVisibleAsync(new() { Timeout = 30_000 });
        List<string> stops = [];
        while (!await target.EvaluateAsync<bool>("element => element === document.activeElement"))
        {
            Assert.True(stops.Count < MostStops, $"{target} is out of the keyboard's reach; its stops are\n{string.Join('\n', stops)}");
            await PressAsync(backwards ? "Shift+Tab" : "Tab");
            stops.Add(await Page.EvaluateAsync<string>("document.activeElement.outerHTML.slice(0, 120)"));
        }

        await Expect(target).ToBeInViewportAsync(new() { Ratio = 0.5f });
        Assert.True(await target.EvaluateAsync<bool>(IsMarked), $"Nobody sees that the keyboard is at {target}.");
        Assert.Equal((target, ""), (target, await target.EvaluateAsync<string>(Cover)));
    }

    /// <summary>A circuit that begins draws the page anew, and takes what had the focus.</summary>
    private static Task WaitAsync(IPage page) => Expect(page.Locator("html[data-ready]")).ToBeAttachedAsync(new() { Timeout = 30_000 });
}
