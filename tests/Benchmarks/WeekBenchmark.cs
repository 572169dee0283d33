using System.Diagnostics;
using System.Globalization;
using MsLite.Filter.Journal;
using MsLite.Filter.State;

namespace MsLite.Benchmarks;

/// <summary>How long a domain's page waits for its seven days: of a journal of a million rows of this week, each tenth for the same domain.</summary>
internal static class WeekBenchmark
{
    private const int Rows = 1_000_000;
    private const int Domains = 10;

    /// <summary>Milliseconds between two rows: all of them are of the last week.</summary>
    private const int Between = 600;

    /// <param name="keep">Where the journal stays for the next time; null for a folder that is removed in the end.</param>
    public static async Task<int> RunAsync(string? keep)
    {
        var folder = Directory.CreateDirectory(keep ?? Directory.CreateTempSubdirectory("mslite-week-").FullName);
        try
        {
            var path = Path.Combine(folder.FullName, "state.db");
            var isNew = !File.Exists(path);
            await using var database = StateDatabase.OfFile(path);
            if (isNew)
            {
                var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
                await JournalGenerator.FillAsync(database, Rows, $"'domain' || (i % {Domains}) || '.example'", string.Create(CultureInfo.InvariantCulture, $"{now} - i * {Between}"));
            }

            for (var domain = 0; domain < Domains; domain++)
            {
                await ForgetAsync(path);
                await MeasureAsync(database, $"domain{domain}.example", "none of the file in memory");
                await MeasureAsync(database, $"domain{domain}.example", "a minute later");
            }

            await MeasureAsync(database, "_global_", "the lists of all domains");
            return 0;
        }
        finally
        {
            if (keep is null)
            {
                folder.Delete(recursive: true);
            }
        }
    }

    private static async Task MeasureAsync(StateDatabase database, string domain, string what)
    {
        var start = Stopwatch.GetTimestamp();
        var week = await new WeekReader(database, TimeProvider.System).OfAsync(domain, CancellationToken.None);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{domain}, {what}: {Stopwatch.GetElapsedTime(start).TotalMilliseconds:F0} ms, {week.Received} messages counted"));
    }

    /// <summary>Has the system let go of the file's pages, as if nobody had read it for long.</summary>
    private static async Task ForgetAsync(string path)
    {
        using var process = Process.Start("dd", [$"of={path}", "oflag=nocache", "conv=notrunc,fdatasync", "count=0", "status=none"]);
        await process.WaitForExitAsync();
    }
}
