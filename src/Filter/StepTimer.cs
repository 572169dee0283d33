using System.Diagnostics;
using System.Diagnostics.Metrics;
using Span = System.Diagnostics.Activity;

namespace MsLite.Filter;

/// <summary>One step of one message, from its making to its disposal: a duration for the metrics, and a span when somebody traces.</summary>
public readonly struct StepTimer : IDisposable
{
    private readonly Histogram<double>? _durations;
    private readonly string _step;
    private readonly long _started;
    private readonly Span? _span;

    internal StepTimer(Histogram<double> durations, string step, Span? span) =>
        (_durations, _step, _span, _started) = (durations, step, span, Stopwatch.GetTimestamp());

    public void Dispose()
    {
        _durations?.Record(Stopwatch.GetElapsedTime(_started).TotalSeconds, new KeyValuePair<string, object?>("step", _step));
        _span?.Dispose();
    }
}
