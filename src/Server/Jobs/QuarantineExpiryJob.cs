using MsLite.Filter.Quarantine;

namespace MsLite.Web.Jobs;

/// <summary>
/// Keeps the archive's links right from the start on, removes what is too old, at the start and every night, and every hour what is too
/// much: an archive that somebody fills must not wait for the night.
/// </summary>
internal sealed class QuarantineExpiryJob(
    QuarantineStore store, QuarantineExpiry expiry, IHostApplicationLifetime life, TimeProvider clock, ILogger<QuarantineExpiryJob> log) : RepeatedJob(life, clock)
{
    // The first of a day comes after midnight, when a day has become one day older; not on the hour, when everybody's jobs run.
    private static readonly TimeSpan s_pastTheHour = TimeSpan.FromMinutes(17);
    private static readonly TimeSpan s_hour = TimeSpan.FromHours(1);

    private DateOnly _expired;

    protected override TimeSpan First => TimeSpan.FromSeconds(2);

    /// <summary>Before anything listens: today's directory and links are there. What takes longer the more is archived waits until mail is taken.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        store.Start();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task<TimeSpan> RunOnceAsync(CancellationToken ct)
    {
        Tidy(ct);
        await ExpireAsync(ct);
        return UntilNext(Clock.GetLocalNow());
    }

    // A fault here must neither end the program nor let the archive grow.
    private void Tidy(CancellationToken ct)
    {
        try
        {
            store.Tidy(ct);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            log.TidyingFailed(fault);
        }
    }

    // What cannot be removed now is tried again; a fault here must not end the program.
    private async Task ExpireAsync(CancellationToken ct)
    {
        try
        {
            var today = DateOnly.FromDateTime(Clock.GetLocalNow().DateTime);
            var report = today == _expired ? await expiry.FitAsync(ct) : await expiry.RunAsync(ct);
            _expired = today;
            if (report.Removed.Count + report.Faults.Count > 0)
            {
                log.Expired(report.Removed.Count, report.Faults.Count);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            log.ExpiryFailed(fault);
        }
    }

    private static TimeSpan UntilNext(DateTimeOffset now)
    {
        var wait = s_pastTheHour - TimeSpan.FromTicks(now.TimeOfDay.Ticks % s_hour.Ticks);
        return wait > TimeSpan.Zero ? wait : wait + s_hour;
    }
}
