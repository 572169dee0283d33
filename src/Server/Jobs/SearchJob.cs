using System.Data.Common;
using MsLite.Filter.Quarantine.Search;

namespace MsLite.Web.Jobs;

/// <summary>Keeps the search index like the quarantine: what this process archives within a second, what others did within minutes.</summary>
internal sealed class SearchJob(SearchKeeper keeper, IHostApplicationLifetime life, TimeProvider clock, ILogger<SearchJob> log) : RepeatedJob(life, clock)
{
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_betweenRescans = TimeSpan.FromMinutes(5);

    private bool _isWarm;
    private bool _isBroken;
    private long? _rescanned;

    protected override TimeSpan First => TimeSpan.FromSeconds(3);

    protected override async Task<TimeSpan> RunOnceAsync(CancellationToken ct)
    {
        var isDue = _rescanned is not { } last || Clock.GetElapsedTime(last) >= s_betweenRescans;
        if (await TryAsync(isDue, ct) && isDue)
        {
            _rescanned = Clock.GetTimestamp();
        }

        return s_betweenLooks;
    }

    /// <summary>The files are the truth: what could not be taken in now is found by the next rescan.</summary>
    private async Task<bool> TryAsync(bool isRescan, CancellationToken ct)
    {
        try
        {
            await WarmUpOnceAsync(ct);
            _ = isRescan ? await keeper.RescanAsync(progress: null, ct) : await keeper.CatchUpAsync(ct);
            _isBroken = false;
            return true;
        }
        catch (Exception fault) when (fault is DbException or IOException or UnauthorizedAccessException)
        {
            if (!_isBroken)
            {
                log.SearchIndexFailed(fault);
            }

            _isBroken = true;
            return false;
        }
    }

    private async Task WarmUpOnceAsync(CancellationToken ct)
    {
        if (!_isWarm)
        {
            _isWarm = true;
            await keeper.WarmUpAsync(ct);
        }
    }
}
