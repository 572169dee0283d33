using System.Net;
using System.Net.Http.Headers;

namespace MsLite.Browser.Tests;

/// <summary>What other web sites can do to the panel through the administrator's browser: nothing.</summary>
public sealed class ForeignPageTests(Panel panel) : IClassFixture<Panel>
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = panel.Server.Http };

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("null")]
    public async Task A_foreign_origin_cannot_open_a_circuit(string origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", origin);

        using var response = await _client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("192.0.2.1")]
    public async Task A_name_bound_to_loopback_gets_nothing(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = host;

        using var response = await _client.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/healthz")]
    [InlineData("/nowhere")]
    [InlineData("/_framework/blazor.web.js")]
    public async Task Every_answer_forbids_frames_and_foreign_scripts(string path)
    {
        using var response = await _client.GetAsync(new Uri(path, UriKind.Relative));

        var policy = Single(response.Headers, "Content-Security-Policy");
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Single(response.Headers, "X-Content-Type-Options"));
    }

    [Fact]
    public async Task It_says_whether_it_is_ready() => Assert.Equal("ready\n", await _client.GetStringAsync(new Uri("/readyz", UriKind.Relative)));

    private static string Single(HttpResponseHeaders headers, string name) => Assert.Single(headers.GetValues(name));
}
