using MsLite.Harness;

namespace MsLite.Web.Tests.Deploy;

public sealed class ComposeTests
{
    private static readonly Dictionary<string, string?> s_password = new() { ["POSTGRES_PASSWORD"] = "secret" };

    [ToolTheory("docker-compose")]
    [InlineData("compose.yaml")]
    [InlineData("compose.yaml", "deploy/compose/scanners.yaml")]
    [InlineData("deploy/compose/nodes.yaml")]
    public async Task Compose_understands(params string[] files)
    {
        string[] arguments = [.. files.SelectMany(file => new[] { "-f", RepositoryRoot.Join(file.Split('/')) }), "config"];
        await using var compose = await ChildProcess.StartAsync(Tool.Find("docker-compose")!, arguments, RepositoryRoot.Path, s_password);

        await compose.WaitForExitAsync();

        Assert.True(compose.ExitCode == 0, compose.Output);
        Assert.Contains("read_only: true", compose.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("compose.yaml")]
    [InlineData("deploy/compose/scanners.yaml")]
    [InlineData("deploy/compose/nodes.yaml")]
    public void Every_option_named_is_one_of_the_program(string file)
    {
        var lines = File.ReadAllLines(RepositoryRoot.Join(file.Split('/'))).Select(line => line.Trim()).Where(line => line.StartsWith("MsLite__", StringComparison.Ordinal));
        var known = File.ReadAllText(RepositoryRoot.Join("src", "Server", "Start", "OptionsReader.cs"));

        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Contains($"(\"{line[..line.IndexOf(':', StringComparison.Ordinal)]["MsLite__".Length..].Replace("__", ":", StringComparison.Ordinal)}\"", known, StringComparison.Ordinal));
    }

    [ToolFact("haproxy")]
    public async Task HAProxy_understands_how_two_nodes_stand_behind_one_address()
    {
        using var tree = new TempTree();
        // The names are those of the compose file's network, which is not here.
        var config = (await File.ReadAllTextAsync(RepositoryRoot.Join("deploy", "compose", "haproxy.cfg"))).Replace(" one:", " 127.0.0.1:", StringComparison.Ordinal).Replace(" two:", " 127.0.0.1:", StringComparison.Ordinal);
        await using var haproxy = await ChildProcess.StartAsync(Tool.Find("haproxy")!, ["-c", "-f", tree.Touch("haproxy.cfg", config)], tree.Root);

        await haproxy.WaitForExitAsync();

        Assert.True(haproxy.ExitCode == 0, haproxy.Output);
    }
}
