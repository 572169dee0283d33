namespace MsLite.Web.Tests.Api;

/// <summary>The interface's own tokens over HTTP.</summary>
[Collection(ApiCollection.Name)]
public sealed class TokensApiTests(ApiServer api)
{
    private const string Address = "/api/v1/tokens";

    [Fact]
    public async Task A_token_is_made_told_once_listed_and_revoked()
    {
        var made = await api.AskAsync("root", "POST", Address, """{"name": "by api", "role": "domain-administrator", "domains": ["Own.Example"], "expires": "90d"}""");
        var token = made.Json["token"]!.GetValue<string>();

        Assert.Equal((201, "/api/v1/tokens/by%20api"), (made.Status, made.Headers["Location"]));
        Assert.Equal(200, await StatusAsync(token));
        var list = await api.AskAsync("root", "GET", Address);
        Assert.Contains("\"by api\"", list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(token, list.Text, StringComparison.Ordinal);
        (await api.AskAsync("root", "POST", Address, """{"name": "by api", "role": "viewer"}""")).AssertProblem(409);

        Assert.Equal(204, (await api.AskAsync("root", "DELETE", Address + "/by%20api")).Status);
        Assert.Equal(401, await StatusAsync(token));
        (await api.AskAsync("root", "DELETE", Address + "/by%20api")).AssertProblem(404);
    }

    [Theory]
    [InlineData("[", 400)]
    [InlineData("null", 400)]
    [InlineData("{}", 422)]
    [InlineData("""{"name": "x", "role": "king"}""", 422)]
    [InlineData("""{"name": "x", "role": "domain-administrator"}""", 422)]
    [InlineData("""{"name": "x", "role": "viewer", "expires": "yesterday"}""", 422)]
    public async Task A_wish_that_makes_no_sense_is_refused(string wish, int status) => (await api.AskAsync("root", "POST", Address, wish)).AssertProblem(status);

    private async Task<int> StatusAsync(string token)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var response = await http.GetAsync(new Uri(api.Server.Http, "/api/v1/domains"));
        return (int)response.StatusCode;
    }
}
