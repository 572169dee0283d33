using System.Data.Common;
using MsLite.Filter.History;

namespace MsLite.Web.Jobs;

/// <summary>Has changes of the policy tree found: soon after they are told, and by looking through the tree every minute.</summary>
internal sealed class HistoryJob(HistoryWatch watch, TimeProvider clock, ILogger<HistoryJob> log) : BackgroundService
{
    private static readonly TimeSpan s_follow = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_rescan = TimeSpan.FromMinutes(1);

    /// <summary>Before anybody can change the tree by us, so that the first change is told from what was known.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryAsync(watch.LoadAsync, cancellationToken);
        watch.Start();
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            // Off the thread that starts the others.
            await Task.Yield();
            while (true)
            {
                await TryAsync(watch.RescanAsync, stoppingToken);
                var begun = clock.GetTimestamp();
                while (clock.GetElapsedTime(begun) < s_rescan)
                {
                    await Task.Delay(s_follow, clock, stoppingToken);
                    await TryAsync(watch.FollowAsync, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends.
        }
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
