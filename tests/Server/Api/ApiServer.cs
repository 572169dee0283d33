using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using MsLite.Harness;

namespace MsLite.Web.Tests.Api;

/// <summary>The real program with one token of each kind, shared by the tests of the REST interface; each keeps to domains of its own.</summary>
public sealed class ApiServer : IAsyncLifetime
{
    private readonly Dictionary<string, string> _tokens = [];
    private readonly HttpClient _http = new();

    public RunningServer Server { get; private set; } = null!;

    public TempTree Tree => Server.Tree;

    public async Task InitializeAsync()
    {
        Server = await RunningServer.StartAsync();
        await MakeTokenAsync("root", "administrator");
        await MakeTokenAsync("own", "domain-administrator", "--domain", "own.example");
        await MakeTokenAsync("ownviewer", "viewer", "--domain", "own.example");
        await MakeTokenAsync("viewer", "viewer");
        Tree.Touch("srv/own.example/users/valid/bob");
        Tree.Touch("srv/foreign.example/users/valid/eve");
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }

    public string Token(string who) => _tokens[who];

    /// <summary>Asks, and closes nothing: the answer is the caller's.</summary>
    /// <param name="who">The token's name; empty for none.</param>
    /// <param name="path">Below the server's root, encoded as it is to be sent.</param>
    public async Task<ApiAnswer> AskAsync(string who, string method, string path, string? body = null, string type = "application/json", params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Server.Http, path));
        if (who.Length > 0)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _tokens[who]);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, type);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var given = response.Content.Headers.ContentType?.MediaType ?? "";
        return new ApiAnswer(
            (int)response.StatusCode, given,
            // A stream goes on for ever; who asks here wants to know whether it opens.
            given == "text/event-stream" ? [] : await response.Content.ReadAsByteArrayAsync(),
            response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
    }

    private async Task MakeTokenAsync(string name, string role, params string[] more)
    {
        var (code, output) = await Server.RunVerbAsync(["token", "create", "--name", name, "--role", role, .. more]);
        Assert.Equal(0, code);
        _tokens[name] = output.Trim();
    }
}

/// <summary>An answer, read to its end.</summary>
public sealed record ApiAnswer(int Status, string Type, byte[] Bytes, IReadOnlyDictionary<string, string> Headers)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public JsonNode Json => JsonNode.Parse(Text)!;

    public string Detail => Json["detail"]!.GetValue<string>();

    public string? ETag => Headers.GetValueOrDefault("ETag");

    public void AssertProblem(int status)
    {
        Assert.Equal((status, "application/problem+json"), (Status, Type));
        Assert.Equal(status, Json["status"]!.GetValue<int>());
        Assert.NotEmpty(Detail);
    }
}
