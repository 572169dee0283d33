using System.Text;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using MsLite.Harness;

namespace MsLite.Browser.Tests;

/// <summary>The real program and a real Chromium, for all tests of a class.</summary>
public sealed class Panel : IAsyncLifetime
{
    private static readonly string[] s_arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;

    public RunningServer Server { get; private set; } = null!;

    /// <summary>Host names that pages asked for.</summary>
    public HashSet<string> Hosts { get; } = [];

    /// <summary>What pages complained of in the console: a fault of a script, a breach of the content security policy.</summary>
    public List<string> Complaints { get; } = [];

    public async Task InitializeAsync()
    {
        Server = await RunningServer.StartAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = s_arguments });
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>The overview in a window of its own, once it is live.</summary>
    public async Task<IPage> OpenAsync(int width = 1280, ColorScheme scheme = ColorScheme.Light, string path = "")
    {
        var context = await _browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = width > 600 ? 800 : 844 },
            ColorScheme = scheme,
            TimezoneId = "Asia/Tokyo",
            BaseURL = Server.Http.ToString(),
        });
        var page = await context.NewPageAsync();
        page.Request += (_, request) => Note(request.Url);
        page.WebSocket += (_, socket) => Note(socket.Url);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Complaints.Add(message.Text);
            }
        };
        page.PageError += (_, fault) => Complaints.Add(fault);
        await page.GotoAsync("/" + path);
        await Assertions.Expect(page.GetByText("live", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        return page;
    }

    /// <summary>Sends one message through the real listener; gives the reply's code.</summary>
    public async Task<int> SendAsync(string to, string subject, string from = "ann@example.net", string body = "hello")
    {
        await using var client = await Server.ConnectAsync();
        await client.ReadReplyAsync();
        await client.CommandAsync("EHLO mx.example.net");
        var message = $"From: {from}\r\nSubject: {subject}\r\nDate: Mon, 15 Jun 2026 12:00:00 +0000\r\n\r\n{body}\r\n";
        return (await client.SendMessageAsync(from, [to], Encoding.UTF8.GetBytes(message))).Code;
    }

    /// <summary>Keeps a picture of the page in artifacts/screenshots, to be looked at.</summary>
    public static Task PictureAsync(IPage page, string name) =>
        page.ScreenshotAsync(new() { Path = RepositoryRoot.Join("artifacts", "screenshots", name + ".png"), FullPage = true });

    /// <summary>Fails with what axe finds: WCAG's rules as far as a program can check them.</summary>
    public static async Task AssertAccessibleAsync(IPage page)
    {
        var result = await page.RunAxe();
        Assert.True(result.Violations.Length == 0, string.Join('\n', result.Violations.Select(violation =>
            $"{violation.Id}: {violation.Help} ({string.Join(", ", violation.Nodes.Select(node => node.Html))})")));
    }

    private void Note(string url)
    {
        lock (Hosts)
        {
            Hosts.Add(new Uri(url).Host);
        }
    }
}
