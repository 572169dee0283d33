using MsLite.Harness;
using MsLite.Web.Tests.Harness;
using Xunit.Abstractions;

namespace MsLite.Web.Tests.KillTests;

/// <summary>The promise of contract §1, with kill -9 at random points under load.</summary>
public sealed class KillNineTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("smtp", 30)]
    [InlineData("lmtp", 10)]
    [InlineData("bsmtp", 10)]
    public async Task Whatever_a_client_was_told_before_the_kill_is_true_after_it(string nextHop, int rounds)
    {
        using var programs = new TempTree();
        await using var world = await LoadedServer.StartAsync(hop => nextHop switch
        {
            "smtp" => hop.Url,
            "lmtp" => hop.LmtpUrl,
            _ => $"bsmtp:{BatchProgram(programs, hop)}",
        });
        var random = new Random(20261122);
        var told = new int[6];
        var journalLost = 0;
        for (var round = 0; round < rounds; round++)
        {
            world.BeginRound();
            var begun = DateTimeOffset.UtcNow;
            var results = await LoadAndKillAsync(world, random.Next(30, 400));
            await world.Server.StartAgainAsync();
            await world.WaitUntilMendedAsync();
            world.AssertFates(results);
            journalLost += await AssertJournalAsync(world, results, begun);
            foreach (var result in results)
            {
                told[result.Reply is null ? 0 : result.Reply.Code / 100]++;
            }
        }

        output.WriteLine($"{rounds} kills: {told[2]} times 2xx, {told[5]} times 5xx, {told[4]} times 4xx, {told[0]} times the connection broke; {journalLost} answers of the last moments have no row in the journal.");
        // The rounds were worth something: both promises were made many times, and kills hit messages under way.
        Assert.InRange(told[2], rounds, int.MaxValue);
        Assert.InRange(told[5], rounds, int.MaxValue);
        Assert.InRange(told[0], 1, int.MaxValue);
    }

    /// <summary>Of the journal a kill may take the last moment, and nothing else. How many answers that was.</summary>
    private static async Task<int> AssertJournalAsync(LoadedServer world, IReadOnlyList<LoadResult> results, DateTimeOffset begun)
    {
        await using var journal = JournalView.Of(world.Server.Tree.Path("state"));
        var rows = await journal.ReadAsync(begun);
        JournalView.AssertTrue(results, rows);
        JournalView.AssertWholeUpToItsEnd(results, rows);
        return results.Count(result => JournalView.IsAnsweredFor(result) && !rows.ContainsKey(result.Token));
    }

    /// <summary>Like exim's rsmtp, except that it has a message when the next hop has taken it.</summary>
    private static string BatchProgram(TempTree programs, FakeNextHop hop)
    {
        var path = programs.Touch("rsmtp", $"""
            #!/usr/bin/python3
            import socket, sys
            batch = sys.stdin.buffer.read()
            if not batch.endswith(b"\r\n.\r\nQUIT\r\n"):
                print("421 Lost incoming connection")
                sys.exit(2)
            hop = socket.create_connection(("127.0.0.1", {hop.EndPoint.Port}))
            hop.sendall(batch)
            replies = hop.makefile("rb").read().decode().split("\r\n")
            sys.exit(0 if any(reply.startswith("250 2.0.0 Queued") for reply in replies) else 2)

            """);
        programs.Permit("rsmtp", UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }

    [Fact]
    public async Task What_the_journal_had_before_the_kill_it_has_after_it_each_row_once_and_as_the_client_was_told()
    {
        await using var world = await LoadedServer.StartAsync();
        world.BeginRound();
        await using var journal = JournalView.Of(world.Server.Tree.Path("state"));
        var before = await LoadGenerator.RunAsync(world.Server.Smtp, new LoadPlan { Sessions = 12, Messages = 300, To = LoadedServer.RecipientOf });
        await journal.WaitForAsync(before, before.Count);

        var killed = await LoadAndKillAsync(world, 100);
        var rows = await journal.ReadAsync();
        await world.Server.StartAgainAsync();

        LoadResult[] all = [.. before, .. killed];
        Assert.Equal(rows.Keys.Order(StringComparer.Ordinal), (await journal.ReadAsync()).Keys.Order(StringComparer.Ordinal));
        JournalView.AssertTrue(all, rows);
        JournalView.AssertWhole(before, rows);
        JournalView.AssertWholeUpToItsEnd(killed, rows);
    }

    [Fact]
    public async Task Half_a_line_that_a_kill_left_is_cut_off_after_the_start_and_the_lines_before_it_stand()
    {
        await using var world = await LoadedServer.StartAsync();
        world.BeginRound();
        var results = await LoadGenerator.RunAsync(world.Server.Smtp, new LoadPlan { Messages = 30, To = LoadedServer.RecipientOf });
        await world.Server.KillAsync();
        var index = Directory.EnumerateFiles(world.Server.Tree.Folder("spam"), "index", SearchOption.AllDirectories).First();
        await File.AppendAllTextAsync(index, "{\"from\":\"ann@exam");

        await world.Server.StartAgainAsync();
        await world.WaitUntilMendedAsync();

        world.AssertFates(results);
        Assert.Contains(results, result => result.Reply?.Code == 550);
        Assert.DoesNotContain("ann@exam\n", await File.ReadAllTextAsync(index), StringComparison.Ordinal);
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
