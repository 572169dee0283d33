using System.Data.Common;
using MsLite.Filter.Access;
using MsLite.Filter.Greylisting;
using MsLite.Filter.History;
using MsLite.Filter.Journal;

namespace MsLite.Web.Jobs;

/// <summary>Forgets once an hour what has expired in the greylist and what the journal need not keep.</summary>
internal sealed class StateExpiryJob(
    GreylistExpiry greylist,
    JournalExpiry journal,
    HistoryExpiry history,
    SessionStore sessions,
    AnswerBook answers,
    IHostApplicationLifetime life,
    TimeProvider clock,
    ILogger<StateExpiryJob> log) : RepeatedJob(life, clock)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromHours(1);

    protected override TimeSpan First => s_interval;

    protected override async Task<TimeSpan> RunOnceAsync(CancellationToken ct)
    {
        try
        {
            await history.RunAsync(ct);
            await answers.ExpireAsync(ct);
            log.StateExpired(await greylist.RunAsync(ct), await journal.RunAsync(ct), await sessions.ExpireAsync(ct));
        }
        catch (DbException fault)
        {
            log.StateExpiryFailed(fault);
        }

        return s_interval;
    }
}
