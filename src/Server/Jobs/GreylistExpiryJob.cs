using System.Data.Common;
using MsLite.Filter.Greylisting;

namespace MsLite.Web.Jobs;

/// <summary>Forgets once an hour the first tries that nobody came back from, and those who have not written for long.</summary>
internal sealed class GreylistExpiryJob(GreylistExpiry expiry, TimeProvider clock, ILogger<GreylistExpiryJob> log) : BackgroundService
{
    private static readonly TimeSpan s_interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(s_interval, clock, stoppingToken);
                await ExpireAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends.
        }
    }

    private async Task ExpireAsync(CancellationToken ct)
    {
        try
        {
            log.GreylistExpired(await expiry.RunAsync(ct));
        }
        catch (DbException fault)
        {
            log.GreylistExpiryFailed(fault);
        }
    }
}
