using MsLite.Filter;

namespace MsLite.Web.Metrics;

/// <summary><c>/metrics</c>: everything that is counted and measured, for Prometheus. Open to whoever reaches the port, like the health of the program.</summary>
internal static class MetricsEndpoint
{
    public static IServiceCollection AddMetricStore(this IServiceCollection services)
    {
        // It has to hear the first measurement, so it is there before the instruments are.
        var store = new MetricStore();
        return services.AddSingleton(_ => store)
            .AddSingleton<ProcessMetrics>()
            .AddSingleton<IHostedService, CollectorJob>();
    }

    public static void MapMetrics(this IEndpointRouteBuilder app)
    {
        app.MapGet("/metrics", (MetricStore store, FilterMetrics metrics) => TypedResults.Text(Text(store, metrics), PrometheusText.ContentType)).AllowAnonymous();
    }

    private static string Text(MetricStore store, FilterMetrics metrics)
    {
        var text = "";
        store.Read(metrics, families => text = PrometheusText.Of(families));
        return text;
    }
}
