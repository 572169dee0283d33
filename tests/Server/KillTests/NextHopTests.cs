using System.Net;
using System.Net.Sockets;
using MsLite.Harness;

namespace MsLite.Web.Tests.KillTests;

/// <summary>A next hop that is down, slow, or dying in the middle: clients are told to try again, and nothing is lost.</summary>
public sealed class NextHopTests
{
    [Fact]
    public async Task A_next_hop_that_is_down_defers()
    {
        await using var world = await LoadedServer.StartAsync();
        world.BeginRound();
        world.Server.Tree.Touch("srv/passed.example/delivery", $"smtp://127.0.0.1:{ClosedPort()}\n");

        var results = await LoadGenerator.RunAsync(world.Server.Smtp, new LoadPlan { Messages = 30, To = LoadedServer.RecipientOf });

        Assert.All(results.Where(IsPassed), result => Assert.True(result.Reply is { IsTransient: true }, $"{result.Reply}"));
        Assert.All(results.Where(result => !IsPassed(result)), result => Assert.False(result.Reply is null or { IsTransient: true }, $"{result.Reply}"));
        world.AssertFates(results);
    }

    [Fact]
    public async Task A_slow_next_hop_delays_its_own_mail_only()
    {
        await using var world = await LoadedServer.StartAsync();
        world.BeginRound();
        var go = new TaskCompletionSource();
        world.NextHop.Hold = stage => stage == NextHopStage.Content ? go.Task : Task.CompletedTask;

        var slow = LoadGenerator.RunAsync(world.Server.Smtp, new LoadPlan { Sessions = 6, Messages = 6, To = _ => "bob@passed.example" });
        var other = await LoadGenerator.RunAsync(world.Server.Smtp, new LoadPlan { Sessions = 4, Messages = 40, To = number => LoadedServer.RecipientOf(number / 2 * 3 + number % 2 * 2) });
        Assert.False(slow.IsCompleted);
        go.SetResult();
        var results = await slow;

        Assert.All(results, result => Assert.Equal(250, result.Reply?.Code));
        Assert.All(other, result => Assert.False(result.Reply is null or { IsTransient: true }, $"{result.Reply}"));
        world.AssertFates([.. results, .. other]);
    }

    [Fact]
    public async Task A_next_hop_that_dies_in_the_middle_of_a_message_defers()
    {
        await using var world = await LoadedServer.StartAsync();
        world.BeginRound();
        world.NextHop.DieAfterContentBytes = 100;

        var results = await LoadGenerator.RunAsync(world.Server.Smtp, new LoadPlan { Messages = 20, To = _ => "bob@passed.example" });

        Assert.All(results, result => Assert.True(result.Reply is { IsTransient: true }, $"{result.Reply}"));
        Assert.Empty(world.NextHop.Messages);
        world.AssertFates(results);
    }

    [Fact]
    public async Task Whatever_a_moody_next_hop_does_the_clients_are_told_the_truth()
    {
        await using var world = await LoadedServer.StartAsync();
        world.BeginRound();
        var load = LoadGenerator.RunAsync(world.Server.Smtp, new LoadPlan { Sessions = 10, Messages = 900, To = LoadedServer.RecipientOf });
        var random = new Random(7);
        string?[] moods = [null, null, "451 4.3.0 Later", "550 5.7.1 Never", "452 4.3.1 Full", "421 4.3.2 Away", "554 5.6.0 Not that"];
        var stages = Enum.GetValues<NextHopStage>();
        while (!load.IsCompleted)
        {
            var (stage, mood) = (stages[random.Next(stages.Length)], moods[random.Next(moods.Length)]);
            world.NextHop.Answer = (at, _) => at == stage ? mood : null;
            world.NextHop.DieAfterContentBytes = random.Next(5) == 0 ? 50 : null;
            world.NextHop.DieBeforeContentReply = random.Next(8) == 0;
            if (random.Next(6) == 0)
            {
                world.NextHop.DropConnections();
            }

            await Task.WhenAny(load, Task.Delay(25));
        }

        var results = await load;
        Assert.DoesNotContain(results, result => result.Reply is null);
        Assert.Contains(results.Where(IsPassed), result => result.Reply is { IsPositive: true });
        Assert.Contains(results.Where(IsPassed), result => result.Reply is { IsTransient: true });
        Assert.Contains(results.Where(IsPassed), result => result.Reply is { IsPermanent: true });
        world.AssertFates(results);
    }

    private static bool IsPassed(LoadResult result) => result.Recipient.EndsWith("@passed.example", StringComparison.Ordinal);

    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
