using System.Text;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using MsLite.Harness;

namespace MsLite.Browser.Tests;

/// <summary>The real program and a real Chromium, for all tests of a class.</summary>
public class Panel : IAsyncLifetime
{
    private static readonly string[] s_arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;
    private string _signedIn = "";

    /// <summary>Cookies of the administrator that the set-up made; empty before it.</summary>
    public string SignedIn => _signedIn;

    public RunningServer Server { get; private set; } = null!;

    /// <summary>Host names that pages asked for.</summary>
    public HashSet<string> Hosts { get; } = [];

    /// <summary>What pages complained of in the console: a fault of a script, a breach of the content security policy.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Further variables of the program's environment.</summary>
    protected virtual IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>();

    /// <summary>Whether its first administrator is made before the tests begin.</summary>
    protected virtual bool IsSetUp => true;

    /// <summary>Options of the program that are not the harness's own.</summary>
    protected virtual IEnumerable<(string Key, string Value)> Options => [];

    public async Task InitializeAsync()
    {
        Server = await RunningServer.StartAsync(Options, environment: Environment);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Args = s_arguments });
        _signedIn = IsSetUp ? await SetUpAsync() : "";
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
        await Server.DisposeAsync();
    }

    /// <summary>The overview in a window of its own, once it is live, for the administrator that the set-up made.</summary>
    public async Task<IPage> OpenAsync(int width = 1280, ColorScheme scheme = ColorScheme.Light, string path = "")
    {
        var page = await OpenBlankAsync(width, scheme, _signedIn);
        await page.GotoAsync("/" + path);
        await Assertions.Expect(page.GetByText("live", new() { Exact = true })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        return page;
    }

    /// <summary>A page of the panel, once its heading is there and, where it has any, its circuit is connected.</summary>
    public async Task<IPage> OpenPageAsync(string path, int width = 1280, ColorScheme scheme = ColorScheme.Light, string? cookies = null)
    {
        var page = await OpenBlankAsync(width, scheme, cookies ?? _signedIn);
        await page.GotoAsync(path);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        // Set by wwwroot/app.js when the page can answer: at once for one without a circuit.
        await Assertions.Expect(page.Locator("html[data-ready]")).ToBeAttachedAsync(new() { Timeout = 30_000 });
        return page;
    }

    /// <summary>A window of its own with nothing in it.</summary>
    /// <param name="cookies">As the browser stores them; none for a stranger.</param>
    /// <param name="script">False for a browser that runs none.</param>
    public async Task<IPage> OpenBlankAsync(int width = 1280, ColorScheme scheme = ColorScheme.Light, string? cookies = null, bool script = true)
    {
        var context = await _browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = width > 600 ? 800 : 844 },
            ColorScheme = scheme,
            TimezoneId = "Asia/Tokyo",
            BaseURL = Server.Http.ToString(),
            StorageState = cookies,
            JavaScriptEnabled = script,
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
        return page;
    }

    /// <summary>Makes an account for a domain administrator and signs it in. Gives its cookies.</summary>
    public async Task<string> DomainAdministratorAsync(string name, string domains)
    {
        using var client = await PanelForm.SignInAsync(Server);
        using var made = await client.SubmitAsync("/accounts", "create", ("Name", name), ("Password", PanelForm.Password), ("Role", "domain-administrator"), ("Domains", domains));
        var page = await OpenBlankAsync();
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Password").FillAsync(PanelForm.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Overview" })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        return await page.Context.StorageStateAsync();
    }

    /// <summary>The same for the administrator that the set-up made.</summary>
    public Task<IPage> OpenSignedInBlankAsync() => OpenBlankAsync(cookies: _signedIn);

    /// <summary>Sends a message that is to be refused; gives the reference out of the reply.</summary>
    public async Task<string> RefuseAsync(byte[] message, string to)
    {
        await using var client = await Server.ConnectAsync();
        await client.ReadReplyAsync();
        await client.CommandAsync("EHLO mx.example.net");
        var reply = (await client.SendMessageAsync("ann@example.net", [to], message)).ToString();
        return reply[(reply.IndexOf("[ref ", StringComparison.Ordinal) + 5)..reply.LastIndexOf(']')];
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

    /// <summary>Through the set-up link, as the first administrator comes in.</summary>
    private async Task<string> SetUpAsync()
    {
        var page = await OpenBlankAsync();
        await page.GotoAsync(Server.SetupLink);
        await page.GetByLabel("Password, at least 10 characters").FillAsync(PanelForm.Password);
        await page.GetByLabel("The password once more").FillAsync(PanelForm.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create the administrator" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Overview" })).ToBeVisibleAsync(new() { Timeout = 30_000 });
        return await page.Context.StorageStateAsync();
    }

    private void Note(string url)
    {
        lock (Hosts)
        {
            Hosts.Add(new Uri(url).Host);
        }
    }
}
