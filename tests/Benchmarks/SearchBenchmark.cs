using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Filter;
using MsLite.Filter.Quarantine;
using MsLite.Filter.Quarantine.Search;

namespace MsLite.Benchmarks;

/// <summary>How fast a large quarantine is indexed, and how long one waits for a page, for words and for counts.</summary>
internal static class SearchBenchmark
{
    private const int Days = 30;
    private const int Domains = 2_000;
    private const int Questions = 200;

    /// <param name="copies">How many there are to be.</param>
    /// <param name="spam">A quarantine that stays, and is not made again when it is there; null for one that is removed in the end.</param>
    public static async Task<int> RunAsync(int copies, string? spam)
    {
        var folder = Directory.CreateTempSubdirectory("mslite-search-");
        try
        {
            var options = new MsLiteOptions { SpamRoot = spam ?? Path.Combine(folder.FullName, "spam"), StateRoot = folder.CreateSubdirectory("state").FullName };
            if (!Directory.Exists(options.SpamRoot))
            {
                var clock = Stopwatch.StartNew();
                QuarantineGenerator.Write(options.SpamRoot, copies, Days, Domains);
                Say($"{copies} copies written in {clock.Elapsed.TotalSeconds:F0} s");
            }

            await MeasureAsync(options, copies);
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task MeasureAsync(MsLiteOptions options, int copies)
    {
        await using var store = new QuarantineStore(options, TimeProvider.System, NullLogger<QuarantineStore>.Instance);
        await using var database = new SearchDatabase(options);
        using var keeper = new SearchKeeper(store, database, TimeProvider.System, NullLogger<SearchKeeper>.Instance);
        await IndexAsync(keeper, copies);
        await AskAsync(new QuarantineSearch(database, keeper, store, TimeProvider.System));
        Say($"{new FileInfo(Path.Combine(options.StateRoot, "search.db")).Length >> 20} MiB on disk, {Environment.WorkingSet >> 20} MiB of memory");
    }

    private static async Task IndexAsync(SearchKeeper keeper, int copies)
    {
        var clock = Stopwatch.StartNew();
        var found = await keeper.ReindexAsync(progress: null, CancellationToken.None);
        Say($"reindex: {found} of {copies} in {clock.Elapsed.TotalSeconds:F1} s, {found / clock.Elapsed.TotalSeconds:F0}/s");
        clock.Restart();
        await keeper.RescanAsync(progress: null, CancellationToken.None);
        Say($"rescan when nothing has changed: {clock.Elapsed.TotalSeconds:F1} s");
    }

    private static async Task AskAsync(QuarantineSearch search)
    {
        var random = new Random(4711);
        string Domain() => QuarantineGenerator.DomainName(random.Next(Domains));
        string Word() => QuarantineGenerator.Word(random.Next(QuarantineGenerator.Words));

        await TimeAsync("first page", () => search.FindAsync(new(), CancellationToken.None));
        await TimeAsync("first page of a domain", () => search.FindAsync(new() { Domain = Domain() }, CancellationToken.None));
        await TimeAsync("a word", () => search.FindAsync(new() { Words = Word() }, CancellationToken.None));
        await TimeAsync("two words", () => search.FindAsync(new() { Words = $"{Word()} {Word()}" }, CancellationToken.None));
        await TimeAsync("a word in a domain", () => search.FindAsync(new() { Words = Word(), Domain = Domain() }, CancellationToken.None));
        await TimeAsync("a sender", () => search.FindAsync(new() { Sender = QuarantineGenerator.Sender(random.Next(QuarantineGenerator.Senders)) }, CancellationToken.None));
        await TimeAsync("counts of everything", () => search.CountAsync(new(), CancellationToken.None));
        await TimeAsync("counts of a domain", () => search.CountAsync(new() { Domain = Domain() }, CancellationToken.None));
        await TimeAsync("counts of a word", () => search.CountAsync(new() { Words = Word() }, CancellationToken.None));
    }

    private static async Task TimeAsync<T>(string what, Func<Task<T>> ask)
    {
        var times = new List<double>();
        for (var i = 0; i < Questions; i++)
        {
            var begin = Stopwatch.GetTimestamp();
            await ask();
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }

        times.Sort();
        Say($"{what}: p50 {times[times.Count / 2]:F1} ms, p95 {times[times.Count * 95 / 100]:F1} ms");
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
