using System.Diagnostics;
using System.Globalization;
using MsLite.Harness;
using Xunit.Abstractions;

namespace MsLite.Web.Tests.Nodes;

/// <summary>Two processes share everything that can be shared, and each client is told the truth.</summary>
public sealed class TwoNodesTests(ITestOutputHelper output)
{
    /// <summary>Ten seconds; the environment variable MSLITE_LOAD_SECONDS makes it longer.</summary>
    private static TimeSpan Time => TimeSpan.FromSeconds(
        int.TryParse(Environment.GetEnvironmentVariable("MSLITE_LOAD_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds : 10);

    [ToolFact("initdb", "postgres")]
    public async Task Loaded_together_they_lose_nothing_and_share_the_greylist()
    {
        await using var nodes = await TwoNodes.StartAsync();
        var begun = Stopwatch.GetTimestamp();

        var results = await Task.WhenAll(nodes.Servers.Select((server, node) => LoadAsync(server, node)));
        var elapsed = Stopwatch.GetElapsedTime(begun);
        var retries = await Task.WhenAll(RetryAsync(nodes.Servers[1], results[0]), RetryAsync(nodes.Servers[0], results[1]));

        var all = results.Concat(retries).SelectMany(one => one).ToList();
        output.WriteLine($"{all.Count} messages, {results.Sum(one => one.Count) / elapsed.TotalSeconds:F0} a second on both nodes together: {Count(all, 2)} delivered, {Count(all, 5)} refused, {Count(all, 4)} deferred");
        Assert.All(results.SelectMany(one => one), result => Assert.Equal(TwoNodes.CodeFor(result.Recipient), result.Reply?.Code));
        Assert.All(retries.SelectMany(one => one), result => Assert.Equal(250, result.Reply?.Code));
        Assert.Equal(Tokens(all, 5), nodes.Archived().Order(StringComparer.Ordinal));
        Assert.Equal(Tokens(all, 2), nodes.Delivered().Order(StringComparer.Ordinal));
        await AssertLedgersAsync(nodes, all);
    }

    private static Task<IReadOnlyList<LoadResult>> LoadAsync(RunningServer server, int node) =>
        LoadGenerator.RunAsync(server.Smtp, new LoadPlan { Duration = Time, To = number => TwoNodes.RecipientOf(number, node) });

    /// <summary>Whoever was greylisted comes again, to the other node.</summary>
    private static Task<IReadOnlyList<LoadResult>> RetryAsync(RunningServer other, IReadOnlyList<LoadResult> results)
    {
        var deferred = results.Where(result => result.Reply is { IsTransient: true }).Select(result => result.Recipient).ToList();
        Assert.NotEmpty(deferred);
        return LoadGenerator.RunAsync(other.Smtp, new LoadPlan { Messages = deferred.Count, To = number => deferred[Math.Min(number, deferred.Count - 1)] });
    }

    /// <summary>What both wrote down of each message, once they have ended.</summary>
    private static async Task AssertLedgersAsync(TwoNodes nodes, IReadOnlyList<LoadResult> all)
    {
        await Task.WhenAll(nodes.Servers.Select(server => server.StopAsync()));
        var fates = nodes.Servers.SelectMany(server => server.Log.Split('\n')).ToList();
        Assert.Equal(
            (Count(all, 2), Count(all, 5), Count(all, 4)),
            (fates.Count(line => line.Contains("delivered id=", StringComparison.Ordinal)),
                fates.Count(line => line.Contains("refused id=", StringComparison.Ordinal)),
                fates.Count(line => line.Contains("deferred id=", StringComparison.Ordinal))));
    }

    private static int Count(IEnumerable<LoadResult> results, int kind) => results.Count(result => result.Reply?.Code / 100 == kind);

    private static IEnumerable<string> Tokens(IEnumerable<LoadResult> results, int kind) =>
        results.Where(result => result.Reply?.Code / 100 == kind).Select(result => result.Token).Order(StringComparer.Ordinal);
}
