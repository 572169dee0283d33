using System.Diagnostics;
using System.Globalization;

namespace MsLite.Benchmarks;

/// <summary>Memory under a steady mixture of small and large messages: it has to stay where it is.</summary>
internal static class SoakBenchmark
{
    public static int Run(TimeSpan duration)
    {
        using var world = new BenchmarkWorld();
        using var sink = Server.StartSink();
        using var dns = new SlowNameServer(TimeSpan.Zero);
        using var program = Server.StartProgram(world.Root, sink.Port, dns.Address);
        var clock = Stopwatch.StartNew();
        var sent = 0L;
        Console.WriteLine("| minute | messages so far | resident MB |");
        Console.WriteLine("|---|---|---|");
        for (var minute = 1; clock.Elapsed < duration; minute++)
        {
            while (clock.Elapsed < TimeSpan.FromMinutes(minute))
            {
                _ = new SmtpLoad(program.Port, 20, 4000, 1024, 20).Run();
                _ = new SmtpLoad(program.Port, 4, 20, 4 << 20, 5).Run();
                sent += 4020;
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {minute} | {sent} | {program.Memory:F1} |"));
        }

        return 0;
    }
}
