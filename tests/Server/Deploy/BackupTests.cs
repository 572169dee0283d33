using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using MsLite.Harness;

namespace MsLite.Web.Tests.Deploy;

/// <summary>The commands of docs/OPERATING.md as they stand there: a copy made while the program runs, and all of it there on an empty machine.</summary>
public sealed partial class BackupTests : IDisposable
{
    private const string Message = "Date: Mon, 15 Jun 2026 12:00:00 +0000\r\nFrom: ann@example.net\r\nSubject: Lost and found\r\n\r\nBody\r\n";
    private readonly TempTree _backup = new();
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _backup.Dispose();
        _http.Dispose();
    }

    [ToolFact("sqlite3")]
    public async Task Everything_is_there_after_a_restore()
    {
        await using var server = await RunningServer.StartAsync();
        await FillAsync(server);
        var (backUp, restore) = Commands();

        await RunAsync(server, backUp);
        await server.KillAsync();
        foreach (var folder in new[] { "srv", "spam", "state" })
        {
            Directory.Delete(server.Tree.Path(folder), recursive: true);
        }

        await RunAsync(server, restore);
        await server.StartAgainAsync();

        Assert.Empty(server.SetupLink);
        using var panel = await PanelForm.SignInAsync(server);
        Assert.Equal(System.Net.HttpStatusCode.OK, (await panel.GetAsync(new Uri("/", UriKind.Relative))).StatusCode);
        Assert.Contains("\"nobody@example.com\"", await AskAsync(server, "/api/v1/messages"), StringComparison.Ordinal);
        Assert.Contains("users/valid/new", await AskAsync(server, "/api/v1/history"), StringComparison.Ordinal);
        Assert.True(server.Tree.Exists("srv/example.com/users/valid/new"));
        var found = await WaitForAsync(server, "/api/v1/quarantine?q=found", "Lost and found");
        var id = Id().Match(found).Groups["id"].Value;
        Assert.Contains("Lost and found", await AskAsync(server, $"/api/v1/quarantine/{id}/raw"), StringComparison.Ordinal);
        Assert.Equal((0, ""), await LintAsync(server));
    }

    /// <summary>An account, a token, a change of policy by the interface, a refused message.</summary>
    private async Task FillAsync(RunningServer server)
    {
        (await PanelForm.SetUpAsync(server)).Dispose();
        var (_, token) = await server.RunVerbAsync("token", "create", "--name", "root", "--role", "administrator");
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());
        foreach (var path in new[] { "/api/v1/domains/example.com", "/api/v1/domains/example.com/users/valid/new" })
        {
            using var answer = await _http.PutAsync(new Uri(server.Http, path), content: null);
            answer.EnsureSuccessStatusCode();
        }

        await using var client = await server.ConnectAsync();
        await client.ReadReplyAsync();
        await client.CommandAsync("EHLO client.example.net");
        Assert.Equal(550, (await client.SendMessageAsync("ann@example.net", ["nobody@example.com"], System.Text.Encoding.ASCII.GetBytes(Message))).Code);
        await WaitForAsync(server, "/api/v1/messages", "nobody@example.com");
        await WaitForAsync(server, "/api/v1/history", "users/valid/new");
    }

    private async Task<string> AskAsync(RunningServer server, string path) => await _http.GetStringAsync(new Uri(server.Http, path));

    private async Task<string> WaitForAsync(RunningServer server, string path, string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var answer = await AskAsync(server, path);
            if (answer.Contains(text, StringComparison.Ordinal))
            {
                return answer;
            }

            Assert.False(limit.IsCancellationRequested, $"{path} never said {text}: {answer}");
            await Task.Delay(100, CancellationToken.None);
        }
    }

    private static async Task<(int, string)> LintAsync(RunningServer server)
    {
        var (code, output) = await server.RunVerbAsync("lint");
        return (code, code == 0 ? "" : output);
    }

    private async Task RunAsync(RunningServer server, string commands)
    {
        var values = new Dictionary<string, string?>
        {
            ["SRV"] = server.Tree.Path("srv"),
            ["SPAM"] = server.Tree.Path("spam"),
            ["STATE"] = server.Tree.Path("state"),
            ["BACKUP"] = _backup.Root,
            ["OWNER"] = Environment.UserName,
        };
        await using var shell = await ChildProcess.StartAsync("/bin/sh", ["-euc", commands], server.Tree.Root, values);
        await shell.WaitForExitAsync();
        Assert.True(shell.ExitCode == 0, shell.Output);
    }

    private static (string BackUp, string Restore) Commands()
    {
        var manual = File.ReadAllText(RepositoryRoot.Join("docs", "OPERATING.md"));
        var blocks = Block().Matches(manual[manual.IndexOf("## Back up", StringComparison.Ordinal)..]).Select(match => match.Groups["commands"].Value).ToList();
        Assert.Equal(2, blocks.Count);
        return (blocks[0], blocks[1]);
    }

    [GeneratedRegex("```shell\n(?<commands>.*?)```", RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Block();

    [GeneratedRegex("\"id\":\\s*\"(?<id>[a-z0-9]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Id();
}
