using System.Diagnostics;

namespace MsLite.Filter;

/// <summary>Collects the rungs in the order asked; each one's time runs from the one before.</summary>
internal sealed class TraceWriter
{
    private readonly List<TraceEntry> _entries = new(32);
    private long _last = Stopwatch.GetTimestamp();

    public IReadOnlyList<TraceEntry> Entries => _entries;

    public void Add(string rung, string value, string? file, TraceResult result, string detail = "")
    {
        var now = Stopwatch.GetTimestamp();
        _entries.Add(new TraceEntry(rung, value, file, result, detail, Milliseconds(now - _last)));
        _last = now;
    }

    /// <summary>Takes over what was asked on behalf of several recipients.</summary>
    public void AddRange(IReadOnlyList<TraceEntry> entries)
    {
        _entries.AddRange(entries);
        _last = Stopwatch.GetTimestamp();
    }

    public void Add(TraceEntry entry) => _entries.Add(entry);

    /// <summary>Microseconds are enough, and short in the index.</summary>
    public static double Milliseconds(long ticks) => Math.Round(ticks * 1000.0 / Stopwatch.Frequency, 3);
}
