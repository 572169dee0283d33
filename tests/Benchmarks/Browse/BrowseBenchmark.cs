using System.Globalization;

namespace MsLite.Benchmarks.Browse;

/// <summary>How long one waits for each page of the panel, and for what one does there, over a large quarantine, tree and journal: in a real browser.</summary>
internal static class BrowseBenchmark
{
    private const int Rounds = 12;

    /// <summary>Of deeds, which are short: with a dozen the p95 would be the slowest of all.</summary>
    private const int DeedRounds = 40;

    /// <param name="spam">A quarantine, as the command search makes it.</param>
    /// <param name="keep">Where everything else stays for the next time; null for a folder that is removed in the end.</param>
    /// <param name="part">"pages", "deeds", or null for both.</param>
    public static async Task<int> RunAsync(string spam, string? keep, string? part)
    {
        var folder = keep ?? Directory.CreateTempSubdirectory("mslite-browse-").FullName;
        try
        {
            using var world = await BrowseWorld.OpenAsync(spam, folder);
            await using var browser = await WatchedBrowser.OpenAsync(world.Address, BrowseWorld.Password);
            if (part is null or "pages")
            {
                await VisitAllAsync(browser);
            }

            if (part is null or "deeds")
            {
                await DoAllAsync(browser);
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{world.Memory:F0} MB of memory"));
            return 0;
        }
        finally
        {
            if (keep is null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static async Task VisitAllAsync(WatchedBrowser browser)
    {
        Console.WriteLine("| page | first time: content | first paint p50 | p95 | content p50 | p95 | answers p50 | p95 |\n|---|---|---|---|---|---|---|---|");
        foreach (var (path, content) in BrowsePlan.Pages)
        {
            var first = await browser.VisitAsync(path, content);
            var visits = new List<Visit>();
            for (var i = 0; i < Rounds; i++)
            {
                visits.Add(await browser.VisitAsync(path, content));
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| `{path}` | {first.Content:F0} | {Row(visits.Select(visit => visit.Paint))} | {Row(visits.Select(visit => visit.Content))} | {Row(visits.Select(visit => visit.Ready))} |"));
        }
    }

    private static async Task DoAllAsync(WatchedBrowser browser)
    {
        Console.WriteLine("| deed | on | first time | p50 | p95 |\n|---|---|---|---|---|");
        foreach (var deed in BrowsePlan.Deeds)
        {
            var first = await browser.ActAsync(deed, 0);
            var times = new List<double>();
            for (var i = 1; i <= DeedRounds; i++)
            {
                times.Add(await browser.ActAsync(deed, i));
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {deed.Name} | `{deed.Path}` | {first:F0} | {Row(times)} |"));
        }
    }

    /// <summary>The median and the p95, which is the slowest of a dozen.</summary>
    private static string Row(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{sorted[sorted.Count / 2]:F0} | {sorted[sorted.Count * 95 / 100]:F0}");
    }
}
