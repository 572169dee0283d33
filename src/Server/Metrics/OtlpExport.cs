using MsLite.Filter;
using MsLite.Mail.Dns;
using MsLite.Smtp;
using MsLite.Web.Commands;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace MsLite.Web.Metrics;

/// <summary>
/// Sends traces and metrics to an OpenTelemetry collector, where one is named: by <c>Otlp:Endpoint</c>, or by OpenTelemetry's own variable.
/// Its other variables (OTEL_SERVICE_NAME, OTEL_TRACES_SAMPLER, …) count as they do for every program. A collector that is not there
/// costs nobody anything: what it does not take is dropped.
/// </summary>
internal sealed class OtlpExport : IDisposable
{
    private const string Variable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private readonly TracerProvider _traces;
    private readonly MeterProvider _metrics;

    private OtlpExport(string endpoint, MsLiteOptions options)
    {
        _traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(resource => Describe(resource, options))
            .AddSource(FilterMetrics.MeterName)
            .AddOtlpExporter(exporter => Address(exporter, endpoint, "traces"))
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => Describe(resource, options))
            .AddMeter(FilterMetrics.MeterName, SmtpMetrics.MeterName, DnsMetrics.MeterName, ProcessMetrics.MeterName)
            .AddOtlpExporter(exporter => Address(exporter, endpoint, "metrics"))
            .Build();
    }

    /// <summary>Null when no collector is named.</summary>
    public static OtlpExport? Of(MsLiteOptions options) => EndpointOf(options) is { Length: > 0 } endpoint ? new OtlpExport(endpoint, options) : null;

    /// <summary>Sends what is still to be sent, for a few seconds at most.</summary>
    public void Dispose()
    {
        _traces.Dispose();
        _metrics.Dispose();
    }

    private static string? EndpointOf(MsLiteOptions options) =>
        options.Otlp.Endpoint.Length > 0 ? options.Otlp.Endpoint : Environment.GetEnvironmentVariable(Variable);

    private static void Describe(ResourceBuilder resource, MsLiteOptions options) => resource.AddService(
        Environment.GetEnvironmentVariable("OTEL_SERVICE_NAME") ?? "mslite", serviceVersion: UsageText.Version, serviceInstanceId: options.Hostname);

    // An address in code is taken as it is, so it must name the signal: OTLP 1.x, "OTLP/HTTP request".
    private static void Address(OtlpExporterOptions exporter, string endpoint, string signal)
    {
        var isGrpc = Environment.GetEnvironmentVariable("OTEL_EXPORTER_OTLP_PROTOCOL") == "grpc";
        exporter.Protocol = isGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = new Uri(isGrpc ? endpoint : $"{endpoint.TrimEnd('/')}/v1/{signal}");
    }
}
