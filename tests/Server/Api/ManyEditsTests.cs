using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MsLite.Harness;

namespace MsLite.Web.Tests.Api;

/// <summary>10,000 edits of one tree by scripts over HTTP and by touch and rm at once.</summary>
public sealed class ManyEditsTests : IDisposable
{
    private const string Users = "/api/v1/domains/many.example/users/valid/";
    private const string Counter = "/api/v1/domains/many.example/checks/helo";
    private const int Scripts = 4;
    private const int EditsEach = 1_250;
    private const int Counted = 1_000;

    // Touch and rm, one process of their own for each change.
    private const string OutsideEdits = """
        for i in $(seq 1 1000); do
          touch users/valid/out$((i % 30)) users/valid/shared$((i % 10))
          rm -f users/valid/out$(((i * 7) % 30)) users/valid/shared$(((i * 3) % 10))
        done
        """;

    private readonly HttpClient _http = new();

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Edits_by_scripts_and_by_others_lose_nothing_and_can_all_be_undone()
    {
        await using var server = await RunningServer.StartAsync();
        await BeginAsync(server);
        var before = Snapshot(server);

        await using var outside = await ChildProcess.StartAsync("bash", ["-c", OutsideEdits], server.Tree.Path("srv/many.example"), new Dictionary<string, string?>());
        var scripts = await Task.WhenAll(Enumerable.Range(0, Scripts).Select(EditAsync));
        await outside.WaitForExitAsync();
        var counted = (await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => CountAsync()))).Sum();

        foreach (var (user, note) in scripts.SelectMany(script => script))
        {
            // What only one script edits is as that script left it.
            Assert.Equal((user, note), (user, server.Tree.Exists($"srv/many.example/users/valid/{user}") ? server.Tree.Read($"srv/many.example/users/valid/{user}") : null));
        }

        Assert.Equal(counted, Number(server.Tree.Read("srv/many.example/checks/helo")));
        var rows = await RowsAsync();
        foreach (var path in rows.GroupBy(row => row["path"]!.GetValue<string>()))
        {
            // Each row begins where the one before it ended: nothing happened in between that nobody knows of.
            Assert.All(path.Zip(path.Skip(1)), pair => Assert.Equal(pair.First["after"]!.ToJsonString(), pair.Second["before"]!.ToJsonString()));
        }

        foreach (var row in Enumerable.Reverse(rows))
        {
            using var undone = await SendAsync(HttpMethod.Post, $"/api/v1/history/{row["id"]}/undo");
            Assert.True(undone.IsSuccessStatusCode, $"{row} {await undone.Content.ReadAsStringAsync()}");
        }

        Assert.Equal(before, Snapshot(server));
    }

    /// <summary>The tree before all edits, and a history that has seen it.</summary>
    private async Task BeginAsync(RunningServer server)
    {
        var (_, token) = await server.RunVerbAsync("token", "create", "--name", "script", "--role", "administrator");
        _http.BaseAddress = server.Http;
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
        server.Tree.Touch("srv/many.example/users/valid/shared1", "note: from the beginning\n");
        server.Tree.Touch("srv/many.example/users/valid/out7", "kept as it is \u00fc\n");
        server.Tree.Touch("srv/many.example/checks/helo", "count: 0\n");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!(await RowsAsync()).Any(row => row["path"]!.GetValue<string>() == "many.example/checks/helo"))
        {
            await Task.Delay(200, limit.Token);
        }

        _known = (await RowsAsync()).Count;
    }

    private int _known;

    /// <returns>What the script's own users say at its end; null for none.</returns>
    private async Task<Dictionary<string, string?>> EditAsync(int script)
    {
        var random = new Random(script);
        var own = new Dictionary<string, string?>();
        for (var i = 0; i < EditsEach; i++)
        {
            var isOwn = random.Next(4) > 0;
            var user = isOwn ? $"s{script}-{random.Next(10)}" : $"shared{random.Next(10)}";
            var isPut = random.Next(3) > 0;
            using var answer = isPut
                ? await SendAsync(HttpMethod.Put, Users + user, () => JsonContent.Create(new { note = $"{script} {i}" }))
                : await SendAsync(HttpMethod.Delete, Users + user);
            Assert.True(answer.IsSuccessStatusCode || (!isPut && (int)answer.StatusCode == 404), $"{user} {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            if (isOwn)
            {
                own[user] = isPut ? $"note: {script} {i}\n" : null;
            }
        }

        return own;
    }

    /// <summary>Reads a number and writes the next one, if nobody else has meanwhile.</summary>
    private async Task<int> CountAsync()
    {
        var counted = 0;
        while (counted < Counted / 2)
        {
            using var read = await SendAsync(HttpMethod.Get, Counter);
            var number = Number(JsonNode.Parse(await read.Content.ReadAsStringAsync())!["text"]!.GetValue<string>());
            using var written = await SendAsync(HttpMethod.Put, Counter, () => JsonContent.Create(new { count = number + 1 }), read.Headers.ETag!.ToString());
            counted += written.IsSuccessStatusCode ? 1 : 0;
            Assert.True(written.IsSuccessStatusCode || (int)written.StatusCode == 412, written.StatusCode.ToString());
        }

        return counted;
    }

    private static int Number(string text) => int.Parse(text.Replace("count:", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Everything since the beginning, the oldest first.</summary>
    private async Task<List<JsonNode>> RowsAsync()
    {
        var rows = new List<JsonNode>();
        for (var cursor = ""; ;)
        {
            using var answer = await SendAsync(HttpMethod.Get, $"/api/v1/history?limit=499&cursor={cursor}");
            var page = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            rows.AddRange(page["items"]!.AsArray().Select(row => row!));
            if (page["next"] is not { } next)
            {
                rows.Reverse();
                return [.. rows.Skip(_known)];
            }

            cursor = next.GetValue<string>();
        }
    }

    /// <summary>Asks again when it was too much at once.</summary>
    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, Func<HttpContent>? content = null, string? ifMatch = null)
    {
        while (true)
        {
            using var request = new HttpRequestMessage(method, path) { Content = content?.Invoke() };
            if (ifMatch is not null)
            {
                request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
            }

            var answer = await _http.SendAsync(request);
            if ((int)answer.StatusCode != 429)
            {
                return answer;
            }

            await Task.Delay(answer.Headers.RetryAfter!.Delta!.Value);
            answer.Dispose();
        }
    }

    private static IReadOnlyList<string> Snapshot(RunningServer server) =>
        [.. server.Tree.Files("srv").Select(file => $"{file} {Convert.ToHexString(File.ReadAllBytes(server.Tree.Path("srv/" + file)))}")];
}
