using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using MsLite.Harness;

namespace MsLite.Web.Tests.Nodes;

/// <summary>Asks the REST interface of any node, with one token that was made on one of them.</summary>
internal sealed class NodeApi : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);
    private readonly HttpClient _http = new();

    private NodeApi(string token) => _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);

    public static async Task<NodeApi> OfAsync(RunningServer node)
    {
        var (code, token) = await node.RunVerbAsync("token", "create", "--name", "nodes", "--role", "administrator");
        return code == 0 ? new NodeApi(token.Trim()) : throw new InvalidOperationException(token);
    }

    public async Task<JsonNode> GetAsync(RunningServer node, string path) =>
        JsonNode.Parse(await _http.GetStringAsync(new Uri(node.Http, path)))!;

    public async Task PutAsync(RunningServer node, string path)
    {
        using var answer = await _http.PutAsync(new Uri(node.Http, path), content: null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Since the node's start: received, delivered, refused, deferred, and those of which nobody knows.</summary>
    public async Task<(int Received, int Delivered, int Refused, int Deferred, int Difference)> LedgerAsync(RunningServer node)
    {
        var ledger = (await GetAsync(node, "/api/v1/status"))["ledger"]!;
        return (Number("received"), Number("delivered"), Number("refused"), Number("deferred"), Number("difference"));

        int Number(string name) => ledger[name]!.GetValue<int>();
    }

    /// <summary>Waits until a node shows this many archived copies: what another has archived comes within seconds.</summary>
    public async Task WaitForCopiesAsync(RunningServer node, int expected) =>
        await WaitAsync(async () => await CountAsync(node, "/api/v1/quarantine?limit=200"), expected);

    /// <summary>Waits until a list has this many items.</summary>
    public async Task WaitForItemsAsync(RunningServer node, string path, int expected) =>
        await WaitAsync(async () => await CountAsync(node, path), expected);

    public void Dispose() => _http.Dispose();

    private async Task<int> CountAsync(RunningServer node, string path)
    {
        var count = 0;
        string? cursor = null;
        do
        {
            var page = await GetAsync(node, cursor is null ? path : $"{path}&cursor={cursor}");
            count += page["items"]!.AsArray().Count;
            cursor = page["next"]?.GetValue<string>();
        }
        while (cursor is not null);
        return count;
    }

    private static async Task WaitAsync(Func<Task<int>> count, int expected)
    {
        using var limit = new CancellationTokenSource(s_limit);
        var found = await count();
        while (found != expected && !limit.IsCancellationRequested)
        {
            await Task.Delay(100, CancellationToken.None);
            found = await count();
        }

        Assert.Equal(expected, found);
    }
}
