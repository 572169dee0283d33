using System.Data.Common;
using MsLite.Filter.Access;
using MsLite.Filter.Journal;

namespace MsLite.Admin.Numbers;

/// <summary>Asks the journal for the overview's numbers at most every few seconds for each set of domains, however many pages are open.</summary>
internal sealed class NumbersCache(JournalSums sums, TimeProvider clock)
{
    private const int Days = 30;

    /// <summary>Sets of domains and zones kept; beyond them all are asked for anew.</summary>
    private const int Most = 200;

    private static readonly TimeSpan s_life = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Domains, string Zone), (long Asked, Task<OverviewNumbers> Answer)> _kept = [];

    /// <summary>Null when the database does not answer, or not within <paramref name="patience"/>; the answer is kept for who asks next.</summary>
    public async Task<OverviewNumbers?> ReadAsync(Caller caller, TimeZoneInfo zone, TimeSpan patience, CancellationToken ct)
    {
        try
        {
            return await AskAsync(caller, zone).WaitAsync(patience, clock, ct);
        }
        catch (Exception fault) when (fault is DbException or TimeoutException)
        {
            return null;
        }
    }

    private Task<OverviewNumbers> AskAsync(Caller caller, TimeZoneInfo zone)
    {
        var domains = caller.SeesEverything ? null : caller.Domains;
        var key = (domains is null ? "*" : string.Join(' ', domains.Order(StringComparer.Ordinal)), zone.Id);
        lock (_gate)
        {
            if (_kept.TryGetValue(key, out var kept) && (!kept.Answer.IsCompleted || (clock.GetElapsedTime(kept.Asked) < s_life && kept.Answer.IsCompletedSuccessfully)))
            {
                return kept.Answer;
            }

            if (_kept.Count >= Most)
            {
                _kept.Clear();
            }

            // Nobody's leaving ends it: others may wait for the same.
            var answer = CountAsync(domains, zone);
            _kept[key] = (clock.GetTimestamp(), answer);
            return answer;
        }
    }

    // Off the page's own thread, which the database's files would hold up.
    private Task<OverviewNumbers> CountAsync(IReadOnlySet<string>? domains, TimeZoneInfo zone) => Task.Run(async () => new OverviewNumbers(
        await sums.DaysAsync(domains, Days, zone, CancellationToken.None),
        await sums.MinutesAsync(domains, CancellationToken.None),
        await sums.TopsAsync(domains, CancellationToken.None)));
}
