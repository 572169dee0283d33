using System.Text;
using System.Text.RegularExpressions;
using MsLite.Harness;

namespace MsLite.Web.Tests.Api;

/// <summary>The description holds for others' tools: one validates it, another generates a client from it, and that client works on a running server.</summary>
public sealed partial class GeneratedClientTests
{
    private static readonly string[] s_files = ["package.json", "package-lock.json", ".npmrc", "tsconfig.json", "use.ts"];

    [ToolFact("node", "npm")]
    public async Task A_client_generated_from_the_description_lists_domains_adds_a_user_finds_and_releases_a_message()
    {
        await using var server = await RunningServer.StartAsync();
        var (_, token) = await server.RunVerbAsync("token", "create", "--name", "client", "--role", "administrator");
        var id = await RefuseAsync(server);
        using var folder = new TempTree();
        foreach (var file in s_files)
        {
            File.Copy(RepositoryRoot.Join("tests", "Server", "Client", file), folder.Path(file));
        }

        var origin = server.Http.GetLeftPart(UriPartial.Authority);
        using (var http = new HttpClient())
        {
            await File.WriteAllBytesAsync(folder.Path("openapi.json"), await http.GetByteArrayAsync(new Uri(server.Http, "/openapi/v1.json")));
        }

        await RunAsync(folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        var validated = await RunAsync(folder, "node_modules/.bin/validate-api", "openapi.json");
        Assert.Contains("\"valid\": true", validated, StringComparison.Ordinal);
        await RunAsync(folder, "node_modules/.bin/openapi-ts", "--input", "openapi.json", "--output", "client");
        await RunAsync(folder, "node_modules/.bin/tsc");
        var used = await RunAsync(folder, "node", "built/use.js", origin, token.Trim(), id);

        Assert.Contains("All of it is so.", used, StringComparison.Ordinal);
        Assert.True(server.Tree.Exists("srv/client.example/users/valid/bob"));
    }

    private static async Task<string> RunAsync(TempTree folder, string program, params string[] arguments)
    {
        var path = program.Contains('/', StringComparison.Ordinal) ? folder.Path(program) : Tool.Find(program)!;
        await using var process = await ChildProcess.StartAsync(path, arguments, folder.Root, new Dictionary<string, string?>());
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await process.WaitForExitAsync(limit.Token);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {process.Output}");
        return process.Output;
    }

    private static async Task<string> RefuseAsync(RunningServer server)
    {
        server.Tree.Touch("srv/refused.example/users/valid/bob");
        server.Tree.Touch("srv/refused.example/blacklisted/senders/ann@example.net");
        await using var client = await server.ConnectAsync();
        await client.ReadReplyAsync();
        await client.CommandAsync("EHLO client.example.net");
        var reply = await client.SendMessageAsync("ann@example.net", ["bob@refused.example"], Encoding.ASCII.GetBytes("From: ann@example.net\r\nSubject: offer\r\n\r\nHello.\r\n"));
        return Reference().Match(reply.ToString()).Groups["id"].Value;
    }

    [GeneratedRegex(@"\[ref (?<id>[0-9a-z]{16})\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();
}
