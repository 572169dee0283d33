namespace MsLite.Web.Metrics;

/// <summary>What Prometheus calls the type of a metric; the names are its words, capitalised.</summary>
internal enum MetricKind
{
    /// <summary>Only grows, from 0 at the start of the process.</summary>
    Counter,

    Gauge,

    Histogram,
}
