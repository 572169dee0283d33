using MsLite.Benchmarks;
using MsLite.Benchmarks.Browse;

return args switch
{
    ["load", .. var rest] => LoadBenchmark.Run(rest.Length > 0 ? int.Parse(rest[0], System.Globalization.CultureInfo.InvariantCulture) : 3),
    ["dns", .. var rest] => DnsBenchmark.Run(rest.Length > 0 ? int.Parse(rest[0], System.Globalization.CultureInfo.InvariantCulture) : 3),
    ["journal", .. var rest] => await JournalBenchmark.RunAsync(rest.Length > 0 ? int.Parse(rest[0], System.Globalization.CultureInfo.InvariantCulture) : 5),
    ["timers", .. var rest] => TimersBenchmark.Run(rest.Length > 0 ? int.Parse(rest[0], System.Globalization.CultureInfo.InvariantCulture) : 3),
    ["panels", .. var rest] => await PanelsBenchmark.RunAsync(rest.Length > 0 ? int.Parse(rest[0], System.Globalization.CultureInfo.InvariantCulture) : 6),
    ["week", .. var rest] => await WeekBenchmark.RunAsync(rest.ElementAtOrDefault(0)),
    ["journal-row"] => await JournalRowBenchmark.RunAsync(),
    ["search", .. var rest] => await SearchBenchmark.RunAsync(rest.Length > 0 ? int.Parse(rest[0], System.Globalization.CultureInfo.InvariantCulture) : 1_000_000, rest.ElementAtOrDefault(1)),
    ["archive", .. var rest] => ArchiveBenchmark.Run(rest.Length > 0 ? int.Parse(rest[0], System.Globalization.CultureInfo.InvariantCulture) : 15),
    ["start", .. var rest] => await StartBenchmark.RunAsync(rest.Length > 0 ? int.Parse(rest[0], System.Globalization.CultureInfo.InvariantCulture) : 1_000_000, rest.ElementAtOrDefault(1)),
    ["browse", var spam, .. var rest] => await BrowseBenchmark.RunAsync(Path.GetFullPath(spam), rest.Length > 0 ? Path.GetFullPath(rest[0]) : null, rest.ElementAtOrDefault(1)),
    ["pages"] => PagesBenchmark.Run(),
    ["policy"] => await PolicyBenchmark.RunAsync(),
    ["idle"] => IdleBenchmark.Run(),
    ["soak", var minutes] => SoakBenchmark.Run(TimeSpan.FromMinutes(double.Parse(minutes, System.Globalization.CultureInfo.InvariantCulture))),
    _ => Usage(),
};

static int Usage()
{
    Console.WriteLine("""
        Usage: dotnet run -c Release --project tests/Benchmarks -- COMMAND
          load [ROUNDS]   messages per second and CPU per message, smtp-sink beside it (Debian's postfix)
          dns [ROUNDS]    the same with and without the checks that ask DNS; warm cache, and cold at 2 ms an answer
          journal [ROUNDS] what the journal costs the mail, and look-ups in one of a million rows
          timers [ROUNDS] what measuring costs the mail: step timers, histograms, spans to a collector
          panels [ROUNDS] what 20 open pages of the panel cost the mail
          week [KEEP]     seven days of a domain, counted for its page from a journal of a million rows of this week; the journal stays in KEEP
          journal-row     processor time and bytes of one row of the journal
          search [COPIES [FOLDER]] reindexing a quarantine of a million copies, 30 days and 2,000 domains; pages, words and counts in it
          archive [ROUNDS] what the search index costs mail that is refused and archived
          start [COPIES [FOLDER]] time to the first 220 and to "ready" with 2,000 domains and a million archived copies, indexed before
          browse FOLDER [KEEP [pages|deeds]] each page of the panel in Chromium over the quarantine that search has made in FOLDER; the rest stays in KEEP
          idle            memory of 2,000 idle connections
          pages           what the panel shows of 2,000 domains and of 10,000 users
          policy          the ladder for one message in a tree of 10,000 domains
          soak MINUTES    memory over time under load
        """);
    return 2;
}
