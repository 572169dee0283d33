using MsLite.Filter.Blocklists;

namespace MsLite.Web.Jobs;

/// <summary>Has the DNS blocklists in use tested when their time has come.</summary>
internal sealed class BlocklistJob(BlocklistWatch watch, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan s_period = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(s_period, clock);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await watch.ProbeDueAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends.
        }
    }
}
