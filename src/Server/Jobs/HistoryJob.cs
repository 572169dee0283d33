using System.Data.Common;
using MsLite.Filter.History;

namespace MsLite.Web.Jobs;

/// <summary>Has changes of the policy tree found: soon after they are told, and by looking through the tree every minute.</summary>
internal sealed class HistoryJob(HistoryWatch watch, IHostApplicationLifetime life, TimeProvider clock, ILogger<HistoryJob> log) : RepeatedJob(life, clock)
{
    private static readonly TimeSpan s_follow = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_rescan = TimeSpan.FromMinutes(1);

    private long? _rescanned;

    protected override TimeSpan First => watch.IsFirstSight ? TimeSpan.Zero : TimeSpan.FromSeconds(1);

    /// <summary>Before anybody can change the tree by us, so that the first change is told from what was known.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryAsync(watch.LoadAsync, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task<TimeSpan> RunOnceAsync(CancellationToken ct)
    {
        if (_rescanned is { } last && Clock.GetElapsedTime(last) < s_rescan)
        {
            await TryAsync(watch.FollowAsync, ct);
        }
        else
        {
            // Asked to tell before the first look through the tree: between them nothing can be missed.
            if (_rescanned is null)
            {
                watch.Start();
            }

            await TryAsync(watch.RescanAsync, ct);
            _rescanned = Clock.GetTimestamp();
        }

        return s_follow;
    }

    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken ct)
    {
        try
        {
            await work(ct);
        }
        catch (Exception fault) when (fault is DbException or IOException or UnauthorizedAccessException)
        {
            log.HistoryFailed(fault);
        }
    }
}
