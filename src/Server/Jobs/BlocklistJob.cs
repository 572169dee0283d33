using MsLite.Filter.Blocklists;

namespace MsLite.Web.Jobs;

/// <summary>Has the DNS blocklists in use tested when their time has come.</summary>
internal sealed class BlocklistJob(BlocklistWatch watch, IHostApplicationLifetime life, TimeProvider clock) : RepeatedJob(life, clock)
{
    private static readonly TimeSpan s_period = TimeSpan.FromMinutes(1);

    protected override TimeSpan First => s_period;

    protected override async Task<TimeSpan> RunOnceAsync(CancellationToken ct)
    {
        await watch.ProbeDueAsync(ct);
        return s_period;
    }
}
