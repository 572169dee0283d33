using System.Diagnostics.Metrics;
using MsLite.Filter;
using MsLite.Web.Metrics;

namespace MsLite.Web.Tests.Metrics;

public sealed class MetricStoreTests : IDisposable
{
    private static readonly KeyValuePair<string, object?> s_step = new("step", "judge");
    private readonly Meter _meter = new("MsLite.Tests");

    public void Dispose() => _meter.Dispose();

    [Fact]
    public void Names_get_their_unit_and_counters_their_ending()
    {
        Assert.Equal("mslite_messages_total", new MetricFamily(_meter.CreateCounter<long>("mslite.messages", "{message}")).Name);
        Assert.Equal("mslite_step_duration_seconds", new MetricFamily(_meter.CreateHistogram<double>("mslite.step.duration", "s")).Name);
        Assert.Equal("mslite_disk_free_bytes", new MetricFamily(_meter.CreateObservableGauge("mslite.disk.free", () => 1, "By")).Name);
        Assert.Equal("process_cpu_seconds_total", new MetricFamily(_meter.CreateObservableCounter("process.cpu", () => 1, "s")).Name);
        Assert.Equal("mslite_open", new MetricFamily(_meter.CreateUpDownCounter<long>("mslite.open")).Name);
    }

    [Fact]
    public void A_histogram_counts_up_to_each_bound_and_in_all()
    {
        var advice = new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] };
        var family = new MetricFamily(_meter.CreateHistogram("mslite.wait", "s", "How long.", advice: advice));
        foreach (var seconds in new[] { 0.05, 0.1, 0.5, 7 })
        {
            family.Record(seconds, [s_step]);
        }

        Assert.Equal(
            """
            # HELP mslite_wait_seconds How long.
            # TYPE mslite_wait_seconds histogram
            mslite_wait_seconds_bucket{step="judge",le="0.1"} 2
            mslite_wait_seconds_bucket{step="judge",le="1"} 3
            mslite_wait_seconds_bucket{step="judge",le="+Inf"} 4
            mslite_wait_seconds_sum{step="judge"} 7.65
            mslite_wait_seconds_count{step="judge"} 4

            """, PrometheusText.Of([family]));
    }

    [Fact]
    public void Quotes_backslashes_and_line_ends_stay_inside_their_label()
    {
        var family = new MetricFamily(_meter.CreateCounter<long>("mslite.odd", description: "Two\nlines, one \\."));
        family.Record(1, [new("zone", "a\"b\\c\nd 1")]);

        Assert.Equal(
            "# HELP mslite_odd_total Two\\nlines, one \\\\.\n# TYPE mslite_odd_total counter\nmslite_odd_total{zone=\"a\\\"b\\\\c\\nd 1\"} 1\n",
            PrometheusText.Of([family]));
    }

    [Fact]
    public void What_comes_after_the_most_series_is_counted_together()
    {
        var family = new MetricFamily(_meter.CreateCounter<long>("mslite.many"));
        for (var i = 0; i < MetricFamily.MostSeries + 50; i++)
        {
            family.Record(1, [new("code", $"{i}"), new("status", "x")]);
        }

        Assert.Equal(MetricFamily.MostSeries + 1, family.Series.Count());
        Assert.Equal(50, family.Series.Single(series => series.Key == new SeriesKey("other", "other", null)).Series.Value);
    }

    [Fact]
    public void Many_threads_lose_no_measurement()
    {
        var family = new MetricFamily(_meter.CreateHistogram<double>("mslite.threads", "s"));

        Parallel.For(0, 100_000, _ => family.Record(1, [s_step]));

        var series = Assert.Single(family.Series).Series;
        Assert.Equal((100_000, 100_000), (series.Value, series.CountOf(0)));
    }

    [Fact]
    public void Measuring_a_message_allocates_nothing()
    {
        using var store = new MetricStore();
        using var metrics = new FilterMetrics(TimeProvider.System);
        Measure(metrics, 100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Measure(metrics, 1000);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 999);
    }

    [Fact]
    public async Task The_ledger_is_of_one_moment_while_messages_come_and_go()
    {
        using var store = new MetricStore();
        using var metrics = new FilterMetrics(TimeProvider.System);
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var traffic = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                metrics.Received();
                metrics.Decided([FateKind.Delivered], TimeSpan.Zero);
            }
        });

        var uneven = 0;
        for (var reads = 0; (reads < 300 || metrics.Ledger.Received < 300) && !stop.IsCancellationRequested; reads++)
        {
            uneven += Unaccounted(store, metrics) != 0 ? 1 : 0;
        }

        await stop.CancelAsync();
        await traffic.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(0, uneven);
        Assert.True(metrics.Ledger.Received >= 300, "Too little came in the minute in which it was read.");
    }

    private static void Measure(FilterMetrics metrics, int messages)
    {
        for (var i = 0; i < messages; i++)
        {
            using var step = metrics.Begin(MessageStep.Judge);
            metrics.CheckAnswered("date", Filter.Checks.CheckOutcome.Pass, TimeSpan.FromMilliseconds(1));
            metrics.Decided(FateKind.Delivered, "none");
        }
    }

    /// <summary>Received less every fate and what is in flight, as somebody would reckon it from the page.</summary>
    private static double Unaccounted(MetricStore store, FilterMetrics metrics)
    {
        var difference = double.NaN;
        store.Read(metrics, families => difference = Sum(families, "mslite_messages_received_total") - Sum(families, "mslite_messages_total") - Sum(families, "mslite_messages_in_flight"));
        return difference;

        static double Sum(IReadOnlyList<MetricFamily> families, string name) => families.Where(family => family.Name == name).SelectMany(family => family.Series).Sum(series => series.Series.Value);
    }
}
