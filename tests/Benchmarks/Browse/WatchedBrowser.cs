using Microsoft.Playwright;

namespace MsLite.Benchmarks.Browse;

/// <summary>A real Chromium whose own clock says when something is to be seen: times are from the beginning of the navigation, or from the key or button that was pressed.</summary>
internal sealed class WatchedBrowser : IAsyncDisposable
{
    // Seen is what has a place on the page when the next picture of it is drawn.
    private const string Watch = """
        window.watched = {
          text: (selector) => [...document.querySelectorAll(selector)].filter((found) => found.checkVisibility()).map((found) => found.textContent).join("\n"),
          until: (isSo) => new Promise((resolve) => {
            const look = () => (isSo() ? resolve(performance.now()) : requestAnimationFrame(look));
            look();
          }),
          paint: () => new Promise((resolve) => new PerformanceObserver((list) => {
            const first = list.getEntriesByName("first-contentful-paint")[0];
            if (first) resolve(first.startTime);
          }).observe({ type: "paint", buffered: true })),
          arm(selector) {
            const before = this.text(selector);
            let start = null;
            const begin = (event) => (start ??= event.timeStamp);
            addEventListener("pointerdown", begin, { capture: true, once: true });
            addEventListener("keydown", begin, { capture: true, once: true });
            this.done = this.until(() => start !== null && ![before, ""].includes(this.text(selector))).then((now) => now - start);
          },
        };
        """;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private WatchedBrowser(IPlaywright playwright, IBrowser browser, IPage page) => (_playwright, _browser, Page) = (playwright, browser, page);

    public IPage Page { get; }

    /// <summary>Signed in as the administrator.</summary>
    public static async Task<WatchedBrowser> OpenAsync(Uri address, string password)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        var context = await browser.NewContextAsync(new() { BaseURL = address.ToString(), ViewportSize = new() { Width = 1280, Height = 800 } });
        await context.AddInitScriptAsync(Watch);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("Name").FillAsync("admin");
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));
        return new WatchedBrowser(playwright, browser, page);
    }

    /// <summary>Opens a page anew.</summary>
    public async Task<Visit> VisitAsync(string path, string content)
    {
        await Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Commit });
        var seen = await Page.EvaluateAsync<double>("(selector) => watched.until(() => watched.text(selector) !== '')", content);
        var ready = await Page.EvaluateAsync<double>("() => watched.until(() => document.documentElement.hasAttribute('data-ready'))");
        return new Visit(await Page.EvaluateAsync<double>("() => watched.paint()"), seen, ready);
    }

    /// <summary>Milliseconds from the first key or button pressed until the text of what the selector finds is another one.</summary>
    public async Task<double> ActAsync(Deed deed, int round)
    {
        await VisitAsync(deed.Path, "h1");
        await Page.WaitForLoadStateAsync(LoadState.Load);
        await deed.Prepare(Page, round);
        await Page.EvaluateAsync("(selector) => watched.arm(selector)", deed.Changes);
        await deed.Act(Page, round);
        return await Page.EvaluateAsync<double>("() => watched.done");
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
