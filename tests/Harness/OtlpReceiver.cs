using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MsLite.Harness;

/// <summary>What a collector saw of one span.</summary>
/// <param name="Parent">Empty for the first of its trace.</param>
/// <param name="Attributes">The names alone.</param>
public sealed record OtlpSpan(string Trace, string Id, string Parent, string Name, IReadOnlyList<string> Attributes);

/// <summary>An OpenTelemetry collector of the test's own, on a free port of 127.0.0.1: OTLP over HTTP, as much of it as the tests look at.</summary>
public sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;

    private OtlpReceiver(WebApplication app) => _app = app;

    public string Endpoint => _app.Urls.First();

    public ConcurrentQueue<OtlpSpan> Spans { get; } = new();

    /// <summary>The names of the metrics that were sent.</summary>
    public ConcurrentDictionary<string, bool> Metrics { get; } = new();

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new OtlpReceiver(builder.Build());
        receiver._app.MapPost("/v1/traces", async request => receiver.TakeTraces(await BodyAsync(request)));
        receiver._app.MapPost("/v1/metrics", async request => receiver.TakeMetrics(await BodyAsync(request)));
        await receiver._app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task<byte[]> BodyAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        return body.ToArray();
    }

    // opentelemetry/proto: ExportTraceServiceRequest.resource_spans = 1, ResourceSpans.scope_spans = 2, ScopeSpans.spans = 2.
    private void TakeTraces(byte[] request)
    {
        foreach (var span in Protobuf.Fields(request, 1).SelectMany(resource => Protobuf.Fields(resource, 2)).SelectMany(scope => Protobuf.Fields(scope, 2)))
        {
            Spans.Enqueue(new OtlpSpan(
                Hex(span, 1), Hex(span, 2), Hex(span, 4), Protobuf.Text(span, 5), [.. Protobuf.Fields(span, 9).Select(attribute => Protobuf.Text(attribute, 1))]));
        }
    }

    // ExportMetricsServiceRequest.resource_metrics = 1, ResourceMetrics.scope_metrics = 2, ScopeMetrics.metrics = 2, Metric.name = 1.
    private void TakeMetrics(byte[] request)
    {
        foreach (var metric in Protobuf.Fields(request, 1).SelectMany(resource => Protobuf.Fields(resource, 2)).SelectMany(scope => Protobuf.Fields(scope, 2)))
        {
            Metrics[Protobuf.Text(metric, 1)] = true;
        }
    }

    private static string Hex(byte[] span, int field) => Convert.ToHexString(Protobuf.Fields(span, field) is [var first, ..] ? first : []);
}
