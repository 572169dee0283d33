using System.Text.RegularExpressions;
using MsLite.Harness;

namespace MsLite.Web.Tests.Api;

/// <summary>The examples of docs/api.md do what they say: run one after the other, as a reader would.</summary>
public sealed partial class ApiDocumentTests
{
    [Fact]
    public async Task Every_example_runs()
    {
        await using var server = await RunningServer.StartAsync();
        var (_, token) = await server.RunVerbAsync("token", "create", "--name", "docs", "--role", "administrator");
        var scripts = Script().Matches(await File.ReadAllTextAsync(RepositoryRoot.Join("docs", "api.md"))).Select(match => match.Groups["text"].Value).ToList();
        server.Tree.Touch("all.sh", $"""
            set -euo pipefail
            export URL='{server.Http.GetLeftPart(UriPartial.Authority)}' TOKEN='{token.Trim()}'
            cd '{server.Tree.Root}'

            """ + string.Join('\n', scripts));

        await using var bash = await ChildProcess.StartAsync("bash", [server.Tree.Path("all.sh")], server.Tree.Root, new Dictionary<string, string?>());
        await bash.WaitForExitAsync();

        Assert.True(bash.ExitCode == 0, bash.Output);
        Assert.NotEmpty(scripts);
    }

    [GeneratedRegex(@"^```sh\n(?<text>.*?)^```", RegexOptions.ExplicitCapture | RegexOptions.Singleline | RegexOptions.Multiline, 1000)]
    private static partial Regex Script();
}
