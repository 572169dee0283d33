using System.Net;
using MsLite.Harness;

namespace MsLite.Web.Tests.SignIn;

/// <summary>The program with one administrator, who went through the set-up link.</summary>
public sealed class SetUpServer : IAsyncLifetime
{
    public RunningServer Server { get; private set; } = null!;

    public HttpClient Administrator { get; private set; } = null!;

    public string UsedLink { get; private set; } = "";

    public async Task InitializeAsync()
    {
        Server = await RunningServer.StartAsync();
        UsedLink = Server.SetupLink;
        Administrator = await PanelForm.SetUpAsync(Server);
    }

    public async Task DisposeAsync()
    {
        Administrator.Dispose();
        await Server.DisposeAsync();
    }
}

/// <summary>What answers to whom.</summary>
public sealed class RouteTests(SetUpServer world) : IClassFixture<SetUpServer>
{
    private readonly HttpClient _stranger = PanelForm.Client(world.Server);

    [Theory]
    [InlineData("/")]
    [InlineData("/?message=06h08b0gpdw3b7dm")]
    [InlineData("/account")]
    [InlineData("/sign-out")]
    [InlineData("/nowhere")]
    [InlineData("/_framework/nothing.js")]
    [InlineData("/data/keys")]
    public async Task A_stranger_is_led_to_the_sign_in(string path)
    {
        using var answer = await _stranger.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.StartsWith("/sign-in", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Empty(await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("GET", "/_blazor")]
    [InlineData("POST", "/_blazor/negotiate?negotiateVersion=1")]
    [InlineData("POST", "/sign-out")]
    [InlineData("POST", "/")]
    [InlineData("DELETE", "/nowhere")]
    [InlineData("GET", "/api/v1/status")]
    [InlineData("GET", "/api/v1/quarantine")]
    [InlineData("POST", "/api/v1/explain")]
    [InlineData("PUT", "/api/v1/domains/example.com")]
    [InlineData("GET", "/api")]
    public async Task A_stranger_is_refused(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var answer = await _stranger.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/metrics")]
    [InlineData("/sign-in")]
    [InlineData("/app.css")]
    [InlineData("/favicon.svg")]
    [InlineData("/_framework/blazor.web.js")]
    public async Task These_are_open(string path)
    {
        using var answer = await _stranger.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/sign-out", HttpStatusCode.OK)]
    [InlineData("/nowhere", HttpStatusCode.NotFound)]
    public async Task Who_is_signed_in_sees_the_pages(string path, HttpStatusCode expected)
    {
        using var answer = await world.Administrator.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task The_set_up_link_works_once()
    {
        foreach (var path in new[] { world.UsedLink, "/setup/anything" })
        {
            using var again = await _stranger.GetAsync(new Uri(path, UriKind.Relative));

            Assert.Equal(HttpStatusCode.Gone, again.StatusCode);
            Assert.Contains("This set-up link does not work", await again.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_and_new_at_each_sign_in()
    {
        using var first = await SignInAsync();
        using var second = await SignInAsync();

        var (one, other) = (Cookie(first), Cookie(second));
        Assert.Matches("^mslite=[A-Za-z0-9_-]{43}; path=/; samesite=strict; httponly$", one);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public async Task A_secret_that_was_put_into_the_browser_before_is_worth_nothing()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("Cookie", $"mslite={new string('A', 43)}");

        using var answer = await _stranger.SendAsync(request);

        Assert.Equal("/sign-in?ended=true", answer.Headers.Location?.OriginalString);
        Assert.StartsWith("mslite=; expires=Thu, 01 Jan 1970", Cookie(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_on_the_server()
    {
        using var client = await PanelForm.SignInAsync(world.Server);

        using var answer = await client.SubmitAsync("/sign-out", "sign-out");
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);

        using var page = await client.GetAsync(new Uri("/", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Found, page.StatusCode);
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task The_sign_in_leads_to_no_other_site(string to)
    {
        using var client = PanelForm.Client(world.Server);

        using var answer = await client.SubmitAsync(
            $"/sign-in?return={Uri.EscapeDataString(to)}", "sign-in", ("Name", PanelForm.Name), ("Password", PanelForm.Password));

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal(new Uri(world.Server.Http, "/"), new Uri(world.Server.Http, answer.Headers.Location!));
    }

    [Fact]
    public async Task A_form_without_its_token_changes_nothing()
    {
        using var content = new FormUrlEncodedContent([new("_handler", "sign-out")]);

        using var answer = await world.Administrator.PostAsync(new Uri("/sign-out", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var page = await world.Administrator.GetAsync(new Uri("/", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("X-Nothing", "x", HttpStatusCode.Forbidden)]
    public async Task A_change_by_cookie_that_no_page_of_ours_asks_for_is_refused(string header, string value, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/domains/forged.example");
        request.Headers.Add(header, value);

        using var answer = await world.Administrator.SendAsync(request);

        Assert.Equal(expected, answer.StatusCode);
        Assert.False(world.Server.Tree.Exists("srv/forged.example"));
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("null")]
    public async Task A_foreign_page_opens_no_connection_not_even_with_the_cookie(string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_blazor");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Connection", "Upgrade");
        request.Headers.Add("Upgrade", "websocket");
        request.Headers.Add("Sec-WebSocket-Version", "13");
        request.Headers.Add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");

        using var answer = await world.Administrator.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/sign-in")]
    [InlineData("/nowhere")]
    [InlineData("/api/v1/status")]
    [InlineData("/healthz")]
    [InlineData("/app.css")]
    public async Task Every_answer_says_what_a_page_may_do(string path)
    {
        using var answer = await _stranger.GetAsync(new Uri(path, UriKind.Relative));

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        Assert.False(answer.Headers.Contains("Server"));
    }

    private async Task<HttpResponseMessage> SignInAsync()
    {
        using var client = PanelForm.Client(world.Server);
        return await client.SubmitAsync("/sign-in", "sign-in", ("Name", PanelForm.Name), ("Password", PanelForm.Password));
    }

    private static string Cookie(HttpResponseMessage answer) =>
        answer.Headers.GetValues("Set-Cookie").First(cookie => cookie.StartsWith("mslite=", StringComparison.Ordinal));
}
