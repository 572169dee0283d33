using MsLite.Harness;

namespace MsLite.Web.Tests.Commands;

public sealed class HealthCommandTests
{
    [Fact]
    public async Task It_says_what_the_running_program_says_and_fails_when_that_is_not_ready()
    {
        await using var server = await RunningServer.StartAsync();
        Assert.Equal((0, "ready\n"), await server.RunVerbAsync("health"));

        Directory.Move(server.Tree.Path("srv"), server.Tree.Path("elsewhere"));
        var (code, output) = await server.RunVerbAsync("health");

        Assert.Equal(1, code);
        Assert.Contains("The policy tree", output, StringComparison.Ordinal);
        Assert.Contains("is not there", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_fails_with_a_sentence_when_nobody_answers()
    {
        await using var server = await RunningServer.StartAsync();
        await server.StopAsync();

        var (code, output) = await server.RunVerbAsync("health");

        Assert.Equal(1, code);
        Assert.Contains("Nobody answers at http://127.0.0.1:", output, StringComparison.Ordinal);
    }
}
