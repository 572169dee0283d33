using MsLite.Harness;
using Xunit.Abstractions;

namespace MsLite.Web.Tests.KillTests;

/// <summary>The promise of contract §1, with kill -9 at random points under load.</summary>
public sealed class KillNineTests(ITestOutputHelper output)
{
    private const int Rounds = 30;

    [Fact]
    public async Task Whatever_a_client_was_told_before_the_kill_is_true_after_it()
    {
        await using var world = await LoadedServer.StartAsync();
        var random = new Random(20261122);
        var told = new int[6];
        for (var round = 0; round < Rounds; round++)
        {
            world.BeginRound();
            var results = await LoadAndKillAsync(world, random.Next(30, 400));
            await world.Server.StartAgainAsync();
            world.AssertFates(results);
            foreach (var result in results)
            {
                told[result.Reply is null ? 0 : result.Reply.Code / 100]++;
            }
        }

        output.WriteLine($"{Rounds} kills: {told[2]} times 2xx, {told[5]} times 5xx, {told[4]} times 4xx, {told[0]} times the connection broke.");
        // The rounds were worth something: both promises were made many times, and kills hit messages under way.
        Assert.InRange(told[2], Rounds, int.MaxValue);
        Assert.InRange(told[5], Rounds, int.MaxValue);
        Assert.InRange(told[0], 1, int.MaxValue);
    }

    /// <summary>Lets the load run for a while after the first replies, then kills.</summary>
    private static async Task<IReadOnlyList<LoadResult>> LoadAndKillAsync(LoadedServer world, int milliseconds)
    {
        using var stop = new CancellationTokenSource();
        var firstReplies = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var load = LoadGenerator.RunAsync(
            world.Server.Smtp,
            new LoadPlan
            {
                Sessions = 12,
                To = number =>
                {
                    // The second message of a session is only made when the first had its answer.
                    _ = number >= 24 && firstReplies.TrySetResult();
                    return LoadedServer.RecipientOf(number);
                },
            },
            stop.Token);
        await firstReplies.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await Task.Delay(milliseconds);
        await world.Server.KillAsync();
        await stop.CancelAsync();
        return await load;
    }
}
