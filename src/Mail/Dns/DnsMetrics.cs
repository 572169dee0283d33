using System.Diagnostics.Metrics;

namespace MsLite.Mail.Dns;

/// <summary>What the resolver counts.</summary>
public sealed class DnsMetrics : IDisposable
{
    public const string MeterName = "MsLite.Dns";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _hits;
    private readonly Counter<long> _questions;
    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _duration;

    internal DnsMetrics()
    {
        _hits = _meter.CreateCounter<long>("dns.cache.hits", "{question}", "Questions answered from memory, by type.");
        _questions = _meter.CreateCounter<long>("dns.questions", "{question}", "Questions that servers were asked, by type and status.");
        _attempts = _meter.CreateCounter<long>("dns.attempts", "{attempt}", "Attempts with one server each.");
        _duration = _meter.CreateHistogram<double>("dns.question.duration", "s", "From the question to its answer, attempts and aliases included.");
    }

    public void Dispose() => _meter.Dispose();

    internal void Hit(DnsType type) => _hits.Add(1, Tag(type));

    internal void Attempt() => _attempts.Add(1);

    internal void Asked(DnsType type, DnsStatus status, TimeSpan duration)
    {
        _questions.Add(1, Tag(type), new KeyValuePair<string, object?>("status", status.ToString()));
        _duration.Record(duration.TotalSeconds);
    }

    private static KeyValuePair<string, object?> Tag(DnsType type) => new("type", type.ToString().ToUpperInvariant());
}
