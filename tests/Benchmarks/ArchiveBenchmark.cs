namespace MsLite.Benchmarks;

/// <summary>What the search index costs mail that is refused and archived: the same program beside one that cannot have an index.</summary>
internal static class ArchiveBenchmark
{
    public static int Run(int rounds)
    {
        using var sink = Server.StartSink();
        using var dns = new SlowNameServer(TimeSpan.Zero);
        using var world = new BenchmarkWorld();
        using var otherWorld = new BenchmarkWorld();
        world.RefuseAll(true);
        otherWorld.RefuseAll(true);
        // There is no way to switch it off, and no need. A directory in the file's place keeps it from being made; the archive does not depend on it.
        Directory.CreateDirectory(Path.Combine(otherWorld.Root, "state", "search.db"));
        using var on = Server.StartProgram(world.Root, sink.Port, dns.Address);
        using var off = Server.StartProgram(otherWorld.Root, sink.Port, dns.Address);
        new PairedLoad("1 KiB refused and archived", "the search index", on, off) { WarmUps = 5 }.Run(rounds);
        var size = new FileInfo(Path.Combine(world.Root, "state", "search.db")).Length;
        if (size == 0 || !Directory.Exists(Path.Combine(otherWorld.Root, "state", "search.db")))
        {
            throw new InvalidOperationException("The one had no index, or the other had one, so nothing was measured.");
        }

        return 0;
    }
}
