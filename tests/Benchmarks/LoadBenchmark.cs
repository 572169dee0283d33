using System.Globalization;

namespace MsLite.Benchmarks;

/// <summary>Relaying and refusing, with smtp-sink alone measured in the same rounds as the yardstick.</summary>
internal static class LoadBenchmark
{
    private const int Sessions = 20;

    public static int Run(int rounds)
    {
        using var world = new BenchmarkWorld();
        using var sink = Server.StartSink();
        using var dns = new SlowNameServer(TimeSpan.Zero);
        using var program = Server.StartProgram(world.Root, sink.Port, dns.Address);
        Measure(program, program.Port, 4000, 1024, 20);

        Console.WriteLine("| size | per connection | what | messages/s | of smtp-sink | CPU ms/message | p50 ms | p99 ms |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var (size, per, messages) in new[] { (1024, 1, 4000), (1024, 20, 10000), (102400, 1, 1500), (102400, 20, 2000) })
        {
            Compare(world, sink, program, (size, per, messages), rounds);
        }

        return 0;
    }

    private static void Compare(BenchmarkWorld world, Server sink, Server program, (int Size, int Per, int Messages) load, int rounds)
    {
        List<Sample> alone = [], relayed = [], refused = [];
        for (var i = 0; i < rounds; i++)
        {
            alone.Add(Measure(sink, sink.Port, load.Messages, load.Size, load.Per));
            world.RefuseAll(false);
            relayed.Add(Measure(program, program.Port, load.Messages, load.Size, load.Per));
            world.RefuseAll(true);
            refused.Add(Measure(program, program.Port, load.Messages, load.Size, load.Per));
        }

        if (relayed.Any(sample => sample.Load.Refused + sample.Load.Deferred > 0) || refused.Any(sample => sample.Load.Accepted + sample.Load.Deferred > 0))
        {
            Console.WriteLine("Some messages had another fate than planned; the figures below are not comparable.");
        }

        var yardstick = Median(alone).Load.Rate;
        Print(load, "smtp-sink alone", Median(alone), yardstick);
        Print(load, "relayed to smtp-sink", Median(relayed), yardstick);
        Print(load, "refused and archived", Median(refused), yardstick);
    }

    private static Sample Measure(Server server, int port, int messages, int size, int per)
    {
        var before = server.Cpu;
        var result = new SmtpLoad(port, Sessions, messages, size, per).Run();
        return new Sample(result, (server.Cpu - before) * 1000 / messages);
    }

    private static Sample Median(List<Sample> samples) => samples.OrderBy(sample => sample.Load.Rate).ElementAt(samples.Count / 2);

    private static void Print((int Size, int Per, int Messages) load, string what, Sample sample, double yardstick) =>
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {load.Size / 1024} KiB | {load.Per} | {what} | {sample.Load.Rate:F0} | {sample.Load.Rate / yardstick:F2} | {sample.CpuMs:F3} | {sample.Load.P50:F2} | {sample.Load.P99:F2} |"));

    private sealed record Sample(LoadResult Load, double CpuMs);
}
