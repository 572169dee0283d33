namespace MsLite.Web.Metrics;

/// <summary>One number, or one histogram, that grows or changes: an instrument with one set of tag values. For many threads at once.</summary>
internal sealed class MetricSeries
{
    private readonly double[] _bounds;
    private readonly long[] _buckets;
    private double _value;

    /// <param name="bounds">The upper bounds of a histogram's buckets, rising; empty for a plain number.</param>
    public MetricSeries(IReadOnlyList<double> bounds)
    {
        _bounds = [.. bounds];
        _buckets = new long[bounds.Count + 1];
    }

    /// <summary>The number; of a histogram, the sum of all that was measured.</summary>
    public double Value => Volatile.Read(ref _value);

    /// <summary>How many measurements lay in this bucket and not in one below; the last has no upper bound.</summary>
    public long CountOf(int bucket) => Volatile.Read(ref _buckets[bucket]);

    public void Set(double value) => Volatile.Write(ref _value, value);

    public void Add(double value)
    {
        var seen = Volatile.Read(ref _value);
        while (Interlocked.CompareExchange(ref _value, seen + value, seen) is var now && now != seen)
        {
            seen = now;
        }
    }

    /// <summary>Puts a measurement into its bucket.</summary>
    public void Measure(double value)
    {
        var bucket = 0;
        while (bucket < _bounds.Length && value > _bounds[bucket])
        {
            bucket++;
        }

        Interlocked.Increment(ref _buckets[bucket]);
        Add(value);
    }
}
