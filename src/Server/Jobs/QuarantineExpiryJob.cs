using MsLite.Filter.Quarantine;

namespace MsLite.Web.Jobs;

/// <summary>Keeps the archive's links right from the start on, and removes what is too old, at the start and every night.</summary>
internal sealed class QuarantineExpiryJob(QuarantineStore store, QuarantineExpiry expiry, TimeProvider clock, ILogger<QuarantineExpiryJob> log)
    : BackgroundService
{
    // After midnight, when a day has become one day older; not on the hour, when everybody's jobs run.
    private static readonly TimeSpan s_timeOfDay = new(0, 17, 0);

    /// <summary>Before anything listens: a crash's traces are mended and today's links set.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        store.Start();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await ExpireAsync(stoppingToken);
                await Task.Delay(UntilNext(clock.GetLocalNow()), clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends.
        }
    }

    // What cannot be removed tonight is tried again tomorrow; a fault here must not end the program.
    private async Task ExpireAsync(CancellationToken ct)
    {
        try
        {
            var report = await expiry.RunAsync(ct);
            if (report.Removed.Count + report.Faults.Count > 0)
            {
                log.Expired(report.Removed.Count, report.Kept, report.Faults.Count);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            log.ExpiryFailed(fault);
        }
    }

    private static TimeSpan UntilNext(DateTimeOffset now)
    {
        var wait = s_timeOfDay - now.TimeOfDay;
        return wait > TimeSpan.Zero ? wait : wait + TimeSpan.FromDays(1);
    }
}
