using System.Diagnostics;

namespace MsLite.Fuzz.Tests;

/// <summary>Runs one target on mutated inputs for a while, on a thread of its own, so that an input that never ends is caught too.</summary>
internal sealed class FuzzRun(IFuzzTarget target, int firstSeed)
{
    /// <summary>For inputs of at most 64 KiB; a busy build machine stays far below.</summary>
    private static readonly TimeSpan s_maxTime = TimeSpan.FromSeconds(20);

    private const long MaxAllocated = 512L << 20;
    private volatile byte[] _data = [];
    private long _started = Stopwatch.GetTimestamp();

    /// <summary>Inputs tried.</summary>
    public int Count { get; private set; }

    /// <summary>The longest that one input took.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>Gives what went wrong, in words, or null.</summary>
    public string? For(TimeSpan time)
    {
        string? failure = null;
        var worker = new Thread(() => failure = Work(Stopwatch.StartNew(), time), maxStackSize: 1 << 20) { IsBackground = true };
        worker.Start();
        while (!worker.Join(TimeSpan.FromMilliseconds(200)))
        {
            if (Stopwatch.GetElapsedTime(Interlocked.Read(ref _started)) > s_maxTime)
            {
                return Report($"ran longer than {s_maxTime.TotalSeconds:0} seconds");
            }
        }

        return failure;
    }

    /// <summary>Runs one input and gives what went wrong, or null.</summary>
    public string? Try(byte[] data)
    {
        _data = data;
        Interlocked.Exchange(ref _started, Stopwatch.GetTimestamp());
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            target.Run(data);
        }
#pragma warning disable CA1031 // Whatever is thrown is what we look for.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e.ToString();
        }

        var elapsed = Stopwatch.GetElapsedTime(Interlocked.Read(ref _started));
        Slowest = elapsed > Slowest ? elapsed : Slowest;
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return allocated > MaxAllocated ? $"allocated {allocated} bytes" : null;
    }

    private string? Work(Stopwatch clock, TimeSpan time)
    {
        foreach (var seed in target.Seeds)
        {
            if (Try(seed) is { } failure)
            {
                return Report(failure);
            }
        }

        for (; clock.Elapsed < time; Count++)
        {
            if (Try(new FuzzMutator(target.Seeds, unchecked(firstSeed + Count)).Next()) is { } failure)
            {
                return Report(failure);
            }
        }

        return null;
    }

    private string Report(string failure) =>
        $"{target.Name} failed on the input made by FUZZ_SEED={unchecked(firstSeed + Count)}, kept as {FuzzCorpus.SaveCrash(target, _data)}: {failure}";
}
