using MsLite.Harness;

namespace MsLite.Web.Tests.Commands;

/// <summary>The program as a person or a script meets it on the command line.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly TempTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task Every_fault_in_the_options_is_told_and_nothing_starts()
    {
        var (code, output) = await RunAsync("--MsLite:SrvRot=x", "--MsLite:Smtp:Listen=here:25", "--MsLite:Http:Listen=http://here:1");

        Assert.Equal(2, code);
        Assert.Contains("does not start, for 3 reasons:", output, StringComparison.Ordinal);
        Assert.Contains("did you mean MsLite:SrvRoot?", output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_tree.Root));
    }

    [Fact]
    public async Task A_broken_appsettings_file_is_a_fault_with_its_name()
    {
        _tree.Touch("appsettings.json", "{ \"MsLite\": { \"Hostname\": ");

        var (code, output) = await RunAsync();

        Assert.Equal(2, code);
        Assert.Contains($"{_tree.Path("appsettings.json")} cannot be read: ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_environment_and_a_file_give_options_too()
    {
        _tree.Touch("appsettings.json", "{ \"MsLite\": { \"Hostname\": \"not a name\" } }");

        var (code, output) = await RunAsync(["lint"], new() { ["MsLite__Delivery"] = "pigeon:coop" });

        Assert.Equal(2, code);
        Assert.Contains("MsLite:Hostname is \"not a name\"", output, StringComparison.Ordinal);
        Assert.Contains("MsLite:Delivery is \"pigeon:coop\"", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dance")]
    [InlineData("explain")]
    public async Task What_it_cannot_do_it_says_and_exits_with_2(params string[] args)
    {
        var (code, output) = await RunAsync(args);

        Assert.Equal(2, code);
        Assert.NotEmpty(output);
    }

    [Fact]
    public async Task Lint_finds_nothing_in_a_sound_tree_and_something_in_another()
    {
        _tree.Touch("data/srv/example.com/users/valid/you");
        var sound = await RunAsync("lint");
        _tree.Touch("data/srv/example.com/checks/greylisting_");
        var unsound = await RunAsync("lint");

        Assert.Equal((0, 1), (sound.Code, unsound.Code));
        Assert.Contains("greylisting_", unsound.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("you@example.com", 0, "\"verdict\": \"deliver\"")]
    [InlineData("other@example.com", 1, "\"blocker\": \"users\"")]
    public async Task Explain_tells_the_verdict_by_its_exit_code(string to, int expected, string part)
    {
        _tree.Touch("data/srv/example.com/users/valid/you");
        var message = _tree.Touch("a.eml", "Subject: x\r\n\r\nbody\r\n");

        var (code, output) = await RunAsync("explain", message, "--from", "<>", "--to", to, "--ip", "192.0.2.7", "--helo", "mx.example.net", "--json");

        Assert.Equal(expected, code);
        Assert.Contains(part, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expire_removes_what_is_old_and_names_it()
    {
        _tree.Folder("data/spam/1/example.com/new");
        Directory.SetLastWriteTimeUtc(_tree.Path("data/spam/1/example.com"), DateTime.UtcNow.AddDays(-400));

        var (code, output) = await RunAsync("expire");

        Assert.Equal(0, code);
        Assert.DoesNotContain("cannot", output, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output)> RunAsync(params string[] args) => RunAsync(args, []);

    private async Task<(int Code, string Output)> RunAsync(string[] args, Dictionary<string, string?> environment)
    {
        // Nobody answers there, and says so at once: no test asks the machine's own resolver.
        environment.TryAdd("MsLite__Dns__Servers", "127.0.0.1:9");
        await using var program = await ChildProcess.StartAsync("dotnet", [RunningServer.ProgramFile, .. args], _tree.Root, environment);
        await program.WaitForExitAsync();
        return (program.ExitCode, program.Output);
    }
}
