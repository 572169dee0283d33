using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace MsLite.Mail.Dns;

/// <summary>What the resolver counts.</summary>
public sealed class DnsMetrics : IDisposable
{
    public const string MeterName = "MsLite.Dns";

    private static readonly ConcurrentDictionary<DnsType, string> s_types = [];
    private static readonly ConcurrentDictionary<DnsStatus, string> s_statuses = [];

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _hits;
    private readonly Counter<long> _questions;
    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _duration;

    internal DnsMetrics()
    {
        _hits = _meter.CreateCounter<long>("mslite.dns.cache.hits", "{question}", "Questions answered from memory, by type.");
        _questions = _meter.CreateCounter<long>("mslite.dns.questions", "{question}", "Questions that servers were asked, by type and status.");
        _attempts = _meter.CreateCounter<long>("mslite.dns.attempts", "{attempt}", "Attempts with one server each.");
        _duration = _meter.CreateHistogram<double>(
            "mslite.dns.question.duration", "s", "From the question to its answer, attempts and aliases included.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
    }

    public void Dispose() => _meter.Dispose();

    internal void Hit(DnsType type) => _hits.Add(1, Tag(type));

    internal void Attempt() => _attempts.Add(1);

    internal void Asked(DnsType type, DnsStatus status, TimeSpan duration)
    {
        _questions.Add(1, Tag(type), new("status", s_statuses.GetOrAdd(status, static given => given.ToString())));
        _duration.Record(duration.TotalSeconds);
    }

    private static KeyValuePair<string, object?> Tag(DnsType type) => new("type", s_types.GetOrAdd(type, static asked => asked.ToString().ToUpperInvariant()));
}
