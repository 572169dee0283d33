using Microsoft.Extensions.Logging;
using MsLite.Filter.Policy;

namespace MsLite.Filter.Quarantine;

/// <summary>
/// Removes what has been in the quarantine longer than its domain wants (<c>days: N</c> in <c>/srv/D/quarantine</c>), and then, oldest
/// first, what is more than the domain or all domains together may keep (<c>megabytes: N</c>).
/// </summary>
public sealed class QuarantineExpiry(QuarantineStore store, SrvTree policy, CurrentOptions options, ILogger<QuarantineExpiry> logger) : IDisposable
{
    private readonly ExpiryTrash _trash = new(store.Root);
    private readonly DayMeter _meter = new(store);
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>By age and by size. May run beside writers, readers, and runs of other processes.</summary>
    public Task<ExpiryReport> RunAsync(CancellationToken ct) => Task.Run(() => RunAsync(byAge: true, ct), ct);

    /// <summary>By size only: cheap as long as nothing has changed, so it can be done often.</summary>
    public Task<ExpiryReport> FitAsync(CancellationToken ct) => Task.Run(() => RunAsync(byAge: false, ct), ct);

    public void Dispose() => _one.Dispose();

    private async Task<ExpiryReport> RunAsync(bool byAge, CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            // Another node's run, or a command's, may take minutes; ours then finds little to do.
            using var others = await store.Tree.LockExpiryAsync(ct);
            var rules = new RetentionRules(policy, options.Value.Quarantine);
            var run = new ExpiryRun(store, _trash, logger);
            run.EmptyTrash();
            if (byAge)
            {
                new AgeExpiry(store, rules, run).Run(ct);
            }

            // What age has taken is space for what is being written meanwhile.
            run.EmptyTrash();
            await new SizeExpiry(store, _meter, rules, run).RunAsync(ct);
            run.EmptyTrash();
            run.RemoveEmptyDays();
            return run.Report;
        }
        finally
        {
            _one.Release();
        }
    }
}
