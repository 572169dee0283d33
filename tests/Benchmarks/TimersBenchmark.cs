using System.Diagnostics;
using System.Globalization;
using System.Net;
using MsLite.Filter;
using MsLite.Filter.Checks;
using MsLite.Web.Metrics;

namespace MsLite.Benchmarks;

/// <summary>What measuring costs: the timers of a message's steps and checks with nobody listening, for /metrics, and for a tracer; and all mail with and without a collector.</summary>
internal static class TimersBenchmark
{
    private const int Messages = 200_000;
    private const int Checks = 20;

    private static readonly MessageStep[] s_steps = Enum.GetValues<MessageStep>();

    public static int Run(int rounds)
    {
        using (var metrics = new FilterMetrics(TimeProvider.System))
        {
            Time("nobody listens", metrics);
        }

        using var store = new MetricStore();
        using var heard = new FilterMetrics(TimeProvider.System);
        Time("/metrics listens", heard);
        using (var tracer = new ActivityListener { ShouldListenTo = source => source.Name == FilterMetrics.MeterName, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded })
        {
            ActivitySource.AddActivityListener(tracer);
            Time("/metrics and a tracer listen", heard);
        }

        CompareLoad(rounds);
        return 0;
    }

    /// <summary>Every step and twenty checks, as for a message with all checks on.</summary>
    private static void Time(string what, FilterMetrics metrics)
    {
        Measure(metrics);
        var (time, bytes) = Measure(metrics);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{what}: {time.TotalMicroseconds / Messages:F2} µs and {(double)bytes / Messages:F0} bytes a message of {s_steps.Length} steps and {Checks} checks"));
    }

    private static (TimeSpan Time, long Bytes) Measure(FilterMetrics metrics)
    {
        var (bytes, start) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.GetTimestamp());
        for (var i = 0; i < Messages; i++)
        {
            foreach (var step in s_steps)
            {
                metrics.Begin(step).Dispose();
            }

            for (var check = 0; check < Checks; check++)
            {
                metrics.CheckAnswered("helo", CheckOutcome.Pass, TimeSpan.FromMicroseconds(5));
            }
        }

        return (Stopwatch.GetElapsedTime(start), GC.GetAllocatedBytesForCurrentThread() - bytes);
    }

    private static void CompareLoad(int rounds)
    {
        using var collector = new HttpListener();
        var port = Server.FreePort();
        collector.Prefixes.Add($"http://127.0.0.1:{port}/");
        collector.Start();
        _ = CollectAsync(collector);
        using var sink = Server.StartSink();
        using var dns = new SlowNameServer(TimeSpan.Zero);
        using var world = new BenchmarkWorld();
        using var otherWorld = new BenchmarkWorld();
        using var on = Server.StartProgram(world.Root, sink.Port, dns.Address, $"--MsLite:Otlp:Endpoint=http://127.0.0.1:{port}");
        using var off = Server.StartProgram(otherWorld.Root, sink.Port, dns.Address);
        new PairedLoad("1 KiB relayed", "a collector of spans and metrics", on, off).Run(rounds);
    }

    /// <summary>Takes everything and keeps nothing, until the listener is closed.</summary>
    private static async Task CollectAsync(HttpListener collector)
    {
        try
        {
            while (true)
            {
                var call = await collector.GetContextAsync();
                await call.Request.InputStream.CopyToAsync(Stream.Null);
                call.Response.Close();
            }
        }
        catch (Exception ended) when (ended is HttpListenerException or ObjectDisposedException)
        {
            // The benchmark is over.
        }
    }
}
