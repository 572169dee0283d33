using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using MsLite.Harness;

namespace MsLite.Web.Tests.SignIn;

/// <summary>Tokens as scripts meet them: made by the command beside the running program, shown to the interface.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _client = new HttpClient { BaseAddress = _server.Http };
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_token_is_told_once_alone_on_its_line_and_works_until_it_is_revoked()
    {
        var (code, output) = await _server.RunVerbAsync("token", "create", "--name", "deploy", "--role", "viewer", "--domain", "example.com");
        var token = output.TrimEnd('\n');
        Assert.Equal(0, code);
        Assert.Matches("^mslite_[A-Za-z0-9_-]{43}$", token);
        Assert.NotEqual(HttpStatusCode.Unauthorized, (await AskAsync(token)).StatusCode);

        var list = await _server.RunVerbAsync("token", "list");
        Assert.StartsWith("deploy\tviewer\texample.com\tdoes not expire\tlast used ", list.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(token, list.Output, StringComparison.Ordinal);

        Assert.Equal(1, (await _server.RunVerbAsync("token", "create", "--name", "deploy", "--role", "viewer")).ExitCode);
        Assert.Equal(0, (await _server.RunVerbAsync("token", "revoke", "deploy")).ExitCode);
        Assert.Equal(1, (await _server.RunVerbAsync("token", "revoke", "deploy")).ExitCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AskAsync(token)).StatusCode);
    }

    [Theory]
    [InlineData("--name", "n", "--role", "root")]
    [InlineData("--name", "n", "--role", "domain-administrator")]
    [InlineData("--name", "n", "--role", "viewer", "--expires", "2001-01-01")]
    [InlineData("--role", "viewer")]
    public async Task A_command_that_makes_no_sense_makes_no_token(params string[] options)
    {
        var (code, output) = await _server.RunVerbAsync(["token", "create", .. options]);

        Assert.Equal(2, code);
        Assert.DoesNotContain("mslite_", output, StringComparison.Ordinal);
        Assert.Empty((await _server.RunVerbAsync("token", "list")).Output);
    }

    [Theory]
    [InlineData("/api/v1/status")]
    [InlineData("/api/v1/domains/example.com")]
    [InlineData("/API/v1/nowhere")]
    public async Task Without_a_token_nothing_is_answered(string path)
    {
        using var response = await _client.GetAsync(new Uri(path, UriKind.Relative));

        await AssertRefusedAsync(response);
        Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).ToString());
    }

    [Theory]
    [InlineData("Bearer mslite_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    public async Task A_wrong_token_is_told_from_none(string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/v1/domains/example.com");
        request.Headers.TryAddWithoutValidation("Authorization", header);

        using var response = await _client.SendAsync(request);

        await AssertRefusedAsync(response);
        Assert.Equal("Bearer error=\"invalid_token\"", Assert.Single(response.Headers.WwwAuthenticate).ToString());
    }

    [Fact]
    public async Task Many_wrong_tokens_are_slowed_and_a_right_one_is_heard_all_the_same()
    {
        var token = (await _server.RunVerbAsync("token", "create", "--name", "right", "--role", "administrator")).Output.TrimEnd('\n');
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 12; i++)
        {
            using var wrong = await AskAsync($"mslite_wrong{i}");
            answers.Add(wrong.StatusCode);
        }

        Assert.Equal(HttpStatusCode.Unauthorized, answers[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        Assert.DoesNotContain((await AskAsync(token)).StatusCode, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests });
    }

    private static async Task AssertRefusedAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(401, problem.RootElement.GetProperty("status").GetInt32());
    }

    private Task<HttpResponseMessage> AskAsync(string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/domains/example.com");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return _client.SendAsync(request);
    }
}
