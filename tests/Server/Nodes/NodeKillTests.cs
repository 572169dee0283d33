using MsLite.Harness;
using MsLite.Web.Tests.Harness;
using Xunit.Abstractions;

namespace MsLite.Web.Tests.Nodes;

/// <summary>The promise of one process holds for two of them: one is killed at random under load and started again, while the other works on.</summary>
public sealed class NodeKillTests(ITestOutputHelper output)
{
    private const int Rounds = 3;

    private int _last;

    [ToolFact("initdb", "postgres")]
    public async Task Whatever_either_node_said_is_true_after_one_was_killed_and_both_count_alike()
    {
        await using var nodes = await TwoNodes.StartAsync();
        using var api = await NodeApi.OfAsync(nodes.Servers[0]);
        var random = new Random(20261125);
        List<LoadResult>[] sinceStart = [[], []];
        var (all, ofKilled) = (new List<LoadResult>(), new List<IReadOnlyList<LoadResult>>());
        for (var round = 0; round < Rounds; round++)
        {
            var victim = random.Next(2);
            var results = await RoundAsync(nodes, victim, random.Next(200, 800));
            all.AddRange(results.SelectMany(one => one));
            ofKilled.Add(results[victim]);
            sinceStart[victim].Clear();
            sinceStart[1 - victim].AddRange(results[1 - victim]);
            var retried = await RetryAsync(nodes.Servers[1 - victim], results[victim]);
            all.AddRange(retried);
            sinceStart[1 - victim].AddRange(retried);
        }

        // Both once more, whole: whoever was killed last has a ledger again.
        var last = await Task.WhenAll(nodes.Servers.Select(server => LoadGenerator.RunAsync(server.Smtp, new LoadPlan { Messages = 100, To = number => TwoNodes.RecipientOf(number, Interlocked.Increment(ref _last)) })));
        all.AddRange(last.SelectMany(one => one));
        output.WriteLine($"{Rounds} kills: {Count(all, 2)} delivered, {Count(all, 5)} refused, {Count(all, 4)} deferred, {all.Count(one => one.Reply is null)} times the connection broke.");

        AssertFates(nodes, all);
        await AssertJournalAsync(nodes, all, ofKilled);
        for (var node = 0; node < 2; node++)
        {
            List<LoadResult> counted = [.. sinceStart[node], .. last[node]];
            Assert.Equal((counted.Count, Count(counted, 2), Count(counted, 5), Count(counted, 4), 0), await api.LedgerAsync(nodes.Servers[node]));
            await api.WaitForCopiesAsync(nodes.Servers[node], nodes.Archived().Count);
        }
    }

    /// <summary>Load on both; the victim is killed after a while and started again, and only then the other's load ends.</summary>
    private async Task<IReadOnlyList<LoadResult>[]> RoundAsync(TwoNodes nodes, int victim, int milliseconds)
    {
        using var killed = new CancellationTokenSource();
        using var end = new CancellationTokenSource();
        var underLoad = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var loads = nodes.Servers.Select((server, node) => LoadGenerator.RunAsync(
            server.Smtp,
            new LoadPlan { Sessions = 6, To = number => Begin(number, node == victim), End = node == victim ? CancellationToken.None : end.Token },
            node == victim ? killed.Token : CancellationToken.None)).ToArray();
        await underLoad.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await Task.Delay(milliseconds);
        await nodes.Servers[victim].KillAsync();
        await killed.CancelAsync();
        await nodes.Servers[victim].StartAgainAsync();
        await end.CancelAsync();
        return await Task.WhenAll(loads);

        // The second message of a session is only made when the first had its answer.
        string Begin(int number, bool isVictim)
        {
            _ = isVictim && number >= 24 && underLoad.TrySetResult();
            return TwoNodes.RecipientOf(number, Interlocked.Increment(ref _last));
        }
    }

    /// <summary>Whoever the killed node has greylisted is known to the other.</summary>
    private static async Task<IReadOnlyList<LoadResult>> RetryAsync(RunningServer other, IReadOnlyList<LoadResult> results)
    {
        var deferred = results.Where(result => result.Reply is { IsTransient: true } && TwoNodes.CodeFor(result.Recipient) == 451).Select(result => result.Recipient).ToList();
        Assert.NotEmpty(deferred);
        var retried = await LoadGenerator.RunAsync(other.Smtp, new LoadPlan { Messages = deferred.Count, To = number => deferred[Math.Min(number, deferred.Count - 1)] });
        Assert.All(retried, result => Assert.Equal(250, result.Reply?.Code));
        return retried;
    }

    /// <summary>
    /// Each 250 came to rest and each 550 was archived, once. What nobody was told of may be at rest too, once: its client comes again,
    /// and that is what RFC 5321 §6.1 lets happen.
    /// </summary>
    private static void AssertFates(TwoNodes nodes, IReadOnlyCollection<LoadResult> all)
    {
        var untold = all.Where(result => result.Reply is null).Select(result => result.Token).ToHashSet(StringComparer.Ordinal);
        Assert.All(all.Where(result => result.Reply is not null && TwoNodes.CodeFor(result.Recipient) != 451), result => Assert.Equal(TwoNodes.CodeFor(result.Recipient), result.Reply!.Code));
        Assert.Equal(Tokens(all, 5), nodes.Archived().Where(token => !untold.Contains(token)).Order(StringComparer.Ordinal));
        Assert.Equal(Tokens(all, 2), nodes.Delivered().Where(token => !untold.Contains(token)).Order(StringComparer.Ordinal));
        Assert.Equal(nodes.Archived().Count, nodes.Archived().Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(nodes.Delivered().Count, nodes.Delivered().Distinct(StringComparer.Ordinal).Count());
        Assert.NotEmpty(untold);
    }

    /// <summary>One journal for both: of what a killed node answered its last moment may be missing, of the rest nothing.</summary>
    private static async Task AssertJournalAsync(TwoNodes nodes, List<LoadResult> all, List<IReadOnlyList<LoadResult>> ofKilled)
    {
        await using var journal = JournalView.Of("", nodes.Database);
        var killed = ofKilled.SelectMany(results => results).Select(result => result.Token).ToHashSet(StringComparer.Ordinal);
        List<LoadResult> others = [.. all.Where(result => !killed.Contains(result.Token) && JournalView.IsAnsweredFor(result))];
        await journal.WaitForAsync(others, others.Count);
        var rows = await journal.ReadAsync();
        JournalView.AssertTrue(all, rows);
        ofKilled.ForEach(results => JournalView.AssertWholeUpToItsEnd(results, rows));
    }

    private static int Count(IEnumerable<LoadResult> results, int kind) => results.Count(result => result.Reply?.Code / 100 == kind);

    private static IEnumerable<string> Tokens(IEnumerable<LoadResult> results, int kind) =>
        results.Where(result => result.Reply?.Code / 100 == kind).Select(result => result.Token).Order(StringComparer.Ordinal);
}
