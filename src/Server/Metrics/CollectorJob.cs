using MsLite.Filter;
using MsLite.Web.Start;

namespace MsLite.Web.Metrics;

/// <summary>Begins to show how the process and the filter's parts are, and to send it on where a collector is named, until the program has stopped.</summary>
internal sealed class CollectorJob(IServiceProvider parts, MsLiteOptions options, ILogger<CollectorJob> log) : IHostedService, IDisposable
{
    private OtlpExport? _export;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Both only show; nobody else would make them.
        parts.GetRequiredService<ProcessMetrics>();
        parts.GetRequiredService<FilterGauges>();
        try
        {
            _export = OtlpExport.Of(options);
        }
        catch (Exception fault) when (fault is UriFormatException or ArgumentException)
        {
            // Of OpenTelemetry's own variables. Mail does not wait for somebody to mend them.
            log.NothingCollected(fault);
        }

        return Task.CompletedTask;
    }

    /// <summary>The last conversation has ended by now. What is still to be sent gets a few seconds.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(Dispose, CancellationToken.None);

    public void Dispose() => Interlocked.Exchange(ref _export, null)?.Dispose();
}
