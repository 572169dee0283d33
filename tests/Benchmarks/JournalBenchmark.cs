using System.Diagnostics;
using System.Globalization;
using MsLite.Filter.Journal;
using MsLite.Filter.State;

namespace MsLite.Benchmarks;

/// <summary>What the journal costs the mail, and how long one waits for an answer from a large one.</summary>
internal static class JournalBenchmark
{
    private const int Rows = 1_000_000;

    public static async Task<int> RunAsync(int rounds)
    {
        CompareLoad(rounds);
        await LookUpAsync();
        return 0;
    }

    private static void CompareLoad(int rounds)
    {
        using var sink = Server.StartSink();
        using var dns = new SlowNameServer(TimeSpan.Zero);
        using var world = new BenchmarkWorld();
        using var server = Server.StartProgram(world.Root, sink.Port, dns.Address);
        new SwitchedLoad("1 KiB relayed", "the journal", server, Set).Run(rounds);
        new SwitchedLoad("1 KiB relayed", "the journal", server, Set) { Together = 1 }.Run(rounds);

        void Set(bool isOn)
        {
            world.WriteOptions($$"""{ "MsLite": { "Journal": { "Days": {{(isOn ? 30 : 0)}} } } }""");
            server.HangUp();
        }
    }

    private static async Task LookUpAsync()
    {
        var folder = Directory.CreateTempSubdirectory("mslite-journal-");
        try
        {
            await using var database = StateDatabase.OfFile(Path.Combine(folder.FullName, "state.db"));
            await JournalGenerator.FillAsync(database, Rows, domain: "'example.com'", time: "1780000000000 + i * 1000");
            var reader = new JournalReader(database);
            await TimeAsync("one sender, newest 50", i => new JournalQuestion { Sender = $"s{i * 37 % JournalGenerator.Senders}@example.net" }, reader);
            await TimeAsync("one recipient, refused", i => new JournalQuestion { Recipient = $"u{i * 37 % 5000}@example.com", Fate = Filter.FateKind.Archived }, reader);
            await TimeAsync("newest 50 of all", _ => new JournalQuestion(), reader);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task TimeAsync(string what, Func<int, JournalQuestion> question, JournalReader reader)
    {
        var times = new List<double>();
        for (var i = 0; i < 200; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var rows = await reader.FindAsync(question(i), CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (rows.Count == 0)
            {
                throw new InvalidOperationException("Nothing was found, so nothing was measured.");
            }
        }

        times.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Rows} rows, {what}: p50 {times[100]:F2} ms, p99 {times[197]:F2} ms"));
    }
}
