using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using MsLite.Filter;
using MsLite.Web.Commands;
using MsLite.Web.Health;

namespace MsLite.Web.Metrics;

/// <summary>What the process uses of its machine, and which program it is. The names are those that exporters agree on.</summary>
internal sealed class ProcessMetrics : IDisposable
{
    public const string MeterName = "MsLite.Web";

    private static readonly string[] s_generations = ["0", "1", "2"];

    private readonly Meter _meter = new(MeterName);
    private readonly Process _process = Process.GetCurrentProcess();
    private readonly MsLiteOptions _options;

    public ProcessMetrics(MsLiteOptions options)
    {
        _options = options;
        ObserveBuild();
        ObserveProcess();
        ObserveMemory();
        ObserveDisks();
    }

    public void Dispose()
    {
        _meter.Dispose();
        _process.Dispose();
    }

    private void ObserveBuild()
    {
        KeyValuePair<string, object?>[] build = [new("version", UsageText.Version), new("runtime", RuntimeInformation.FrameworkDescription)];
        _meter.CreateObservableGauge("mslite.build_info", () => new Measurement<int>(1, build), description: "Always 1; the labels say which program this is.");
        var started = (_process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;
        _meter.CreateObservableGauge("process.start_time", () => started, "s", "When the process started, since 1970.");
    }

    private void ObserveProcess()
    {
        _meter.CreateObservableCounter("process.cpu", () => Now().TotalProcessorTime.TotalSeconds, "s", "Processor time used, of all threads.");
        _meter.CreateObservableGauge("process.resident_memory", () => Now().WorkingSet64, "By", "Memory of the machine that the process holds.");
        _meter.CreateObservableGauge("process.threads", () => Now().Threads.Count, "{thread}", "Threads of the operating system.");
        _meter.CreateObservableGauge("process.open_fds", () => OpenFiles.Count(), "{file}", "Files and sockets open now.");
        _meter.CreateObservableGauge("process.max_fds", () => OpenFiles.Most(), "{file}", "The most that the operating system allows.");
        _meter.CreateObservableGauge("dotnet.thread_pool.threads", () => ThreadPool.ThreadCount, "{thread}", "Threads of the pool.");
        _meter.CreateObservableGauge("dotnet.thread_pool.queue", () => ThreadPool.PendingWorkItemCount, "{item}", "Work that waits for a thread of the pool; more than a few, for long, is too much load.");
    }

    private void ObserveMemory()
    {
        _meter.CreateObservableCounter("dotnet.gc.collections", Collections, "{collection}", "Garbage collections, by generation.");
        _meter.CreateObservableCounter("dotnet.gc.pause", () => GC.GetTotalPauseDuration().TotalSeconds, "s", "Time in which collections held everything up.");
        _meter.CreateObservableGauge("dotnet.gc.heap", () => GC.GetGCMemoryInfo().HeapSizeBytes, "By", "The managed heap after the last collection.");
        _meter.CreateObservableCounter("dotnet.allocated", () => GC.GetTotalAllocatedBytes(), "By", "Managed memory allocated since the start.");
    }

    private void ObserveDisks()
    {
        _meter.CreateObservableGauge("mslite.disk.free", () => Disks(disk => disk.Free), "By", "Space left for us on the disk of each root.");
        _meter.CreateObservableGauge("mslite.disk.size", () => Disks(disk => disk.Size), "By", "The size of that disk.");
    }

    private Process Now()
    {
        _process.Refresh();
        return _process;
    }

    private static IEnumerable<Measurement<int>> Collections() =>
        s_generations.Select((name, generation) => new Measurement<int>(GC.CollectionCount(generation), new KeyValuePair<string, object?>("generation", name)));

    private IEnumerable<Measurement<long>> Disks(Func<DiskSpace, long> ask) =>
        DiskSpace.Of(_options).Select(disk => new Measurement<long>(ask(disk), new KeyValuePair<string, object?>("root", disk.Root)));
}
