using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace MsLite.Web.Metrics;

/// <summary>All series of one instrument, bounded in number: what strangers send must not make the collection grow.</summary>
internal sealed class MetricFamily
{
    public const int MostSeries = 200;

    private readonly ConcurrentDictionary<SeriesKey, MetricSeries> _series = new();
    private readonly double[] _bounds;
    private volatile string[] _tagNames = [];

    public MetricFamily(Instrument instrument)
    {
        Kind = KindOf(instrument);
        Name = MetricName.Of(instrument.Name, instrument.Unit, Kind);
        Help = instrument.Description ?? "";
        IsObserved = instrument.IsObservable;
        _bounds = Kind == MetricKind.Histogram ? [.. (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries ?? []] : [];
    }

    public string Name { get; }

    public string Help { get; }

    public MetricKind Kind { get; }

    /// <summary>Its values are asked for, and not told as they change.</summary>
    public bool IsObserved { get; }

    /// <summary>Upper bounds of the buckets, rising, without the last, which has none.</summary>
    public IReadOnlyList<double> Bounds => _bounds;

    public IReadOnlyList<string> TagNames => _tagNames;

    public IEnumerable<(SeriesKey Key, MetricSeries Series)> Series => _series.Select(pair => (pair.Key, pair.Value));

    /// <summary>Before its values are asked for anew: what is not told again is not there any more.</summary>
    public void ForgetObserved()
    {
        if (IsObserved)
        {
            _series.Clear();
        }
    }

    public void Record(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = Find(tags);
        if (Kind == MetricKind.Histogram)
        {
            series.Measure(value);
        }
        else if (IsObserved)
        {
            series.Set(value);
        }
        else
        {
            series.Add(value);
        }
    }

    private MetricSeries Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = SeriesKey.Of(tags);
        if (_series.TryGetValue(key, out var known))
        {
            return known;
        }

        if (_tagNames.Length == 0 && tags.Length > 0)
        {
            _tagNames = [.. tags[..Math.Min(tags.Length, SeriesKey.MostTags)].ToArray().Select(tag => tag.Key)];
        }

        return _series.GetOrAdd(_series.Count < MostSeries ? key : SeriesKey.Other(tags.Length), _ => new MetricSeries(_bounds));
    }

    private static MetricKind KindOf(Instrument instrument)
    {
        var type = instrument.GetType();
        var kind = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return kind == typeof(Counter<>) || kind == typeof(ObservableCounter<>) ? MetricKind.Counter
            : kind == typeof(Histogram<>) ? MetricKind.Histogram
            : MetricKind.Gauge;
    }
}
