using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace MsLite.Browser.Tests;

/// <summary>A page under watch: what it asks for, where it goes, what it runs.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private readonly ConcurrentBag<string> _requests = [];
    private readonly ConcurrentBag<string> _faults = [];
    private readonly string _home;

    private WatchedPage(IPage page, string home) => (Page, _home) = (page, home);

    public IPage Page { get; }

    public static async Task<WatchedPage> OpenAsync(Panel panel, string path)
    {
        var page = await panel.OpenSignedInBlankAsync();
        var watched = new WatchedPage(page, panel.Server.Http.Host);
        page.Context.Request += (_, request) => watched._requests.Add(request.Url);
        page.Dialog += (_, dialog) => watched._faults.Add($"a dialog: {dialog.Message}");
        page.Popup += (_, popup) => watched._faults.Add($"a window: {popup.Url}");
        page.Download += (_, download) => watched._faults.Add($"a download: {download.Url}");
        await page.GotoAsync(path);
        return watched;
    }

    /// <summary>Fails when anything of the message ran, led away, or was asked for at another host than ours.</summary>
    public async Task AssertQuietAsync()
    {
        var address = Page.Url;
        // Whatever a payload starts by itself begins when its document is there; then every element is touched as a mouse would.
        await Page.WaitForLoadStateAsync(LoadState.Load);
        foreach (var frame in Page.Frames)
        {
            Assert.Equal(0, await frame.Locator("script:not([src]), [onerror], [onload], [onclick], [style*='url'], base[href*='evil'], meta[http-equiv=refresh], object, embed, form[action*='evil']").CountAsync());
        }

        await Page.Mouse.MoveAsync(300, 300);
        await Page.Mouse.ClickAsync(5, 5);
        Assert.Equal(address, Page.Url);
        Assert.DoesNotContain("taken", await Page.TitleAsync(), StringComparison.Ordinal);
        Assert.Empty(_faults);
        // The browser's own log: every address that any frame asked for, also in vain.
        Assert.All(_requests, url => Assert.Equal(_home, new Uri(url).Host));
        Assert.DoesNotContain(_requests, url => url.StartsWith("data:", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
