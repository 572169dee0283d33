using System.Collections.Concurrent;
using System.Data.Common;
using MsLite.Filter.Policy;
using MsLite.Filter.State;

namespace MsLite.Filter.Journal;

/// <summary>
/// Counts seven days of the journal for people who look at a domain. The work is bounded whatever the journal's size: totals come from the
/// counts by the hour, the rest from the newest rows. An answer is kept for half a minute.
/// </summary>
public sealed class WeekReader
{
    /// <summary>Rows that are looked into for their deciding files and for what checks in shadow would have done: the newest. Totals count all.</summary>
    public const int MostRows = 3_000;

    /// <summary>Decided by a whitelist or a blacklist: word for word as the index on such rows has it.</summary>
    internal const string Listed = "SUBSTR(blocker, 6, 7) = 'listed/'";

    private const int MostKept = 2_000;

    private static readonly TimeSpan s_kept = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (long Time, DomainWeek Week)> _known = [];
    private readonly StateDatabase _database;
    private readonly TimeProvider _clock;
    private readonly int _mostRows;

    /// <param name="mostRows">Instead of <see cref="MostRows"/>, for a test that need not write as many.</param>
    internal WeekReader(StateDatabase database, TimeProvider clock, int mostRows = MostRows) => (_database, _clock, _mostRows) = (database, clock, mostRows);

    private DateTimeOffset Since => _clock.GetUtcNow() - TimeSpan.FromDays(7);

    private long SinceHour => HourCount.HourOf(Since);

    /// <param name="domain">A hosted one, or <c>_global_</c> for what the lists of all domains decided.</param>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<DomainWeek> OfAsync(string domain, CancellationToken ct)
    {
        if (_known.TryGetValue(domain, out var known) && _clock.GetElapsedTime(known.Time) < s_kept)
        {
            return known.Week;
        }

        await using var connection = await _database.OpenAsync(ct);
        var week = await CountAsync(connection, domain, ct);
        if (_known.Count >= MostKept)
        {
            _known.Clear();
        }

        _known[domain] = (_clock.GetTimestamp(), week);
        return week;
    }

    /// <summary>For a page of domains; those without mail are left out.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<IReadOnlyDictionary<string, WeekTotals>> OfManyAsync(IReadOnlyList<string> domains, CancellationToken ct)
    {
        var totals = new Dictionary<string, WeekTotals>();
        if (domains.Count == 0)
        {
            return totals;
        }

        var names = domains.Select((domain, index) => ($"domain{index}", (object?)domain)).ToArray();
        var sql = $"SELECT domain, fate, CAST(SUM(count) AS BIGINT) FROM hour_counts WHERE domain IN ({string.Join(", ", names.Select(name => "@" + name.Item1))}) AND hour >= @since GROUP BY domain, fate";
        await using var connection = await _database.OpenAsync(ct);
        await using var command = connection.Command(sql, [.. names, ("since", SinceHour)]);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            var (before, count) = (totals.GetValueOrDefault(rows.GetString(0), WeekTotals.Nothing), rows.GetInt64(2));
            var refused = FateKindExtensions.OfWord(rows.GetString(1)) == FateKind.Archived ? count : 0;
            totals[rows.GetString(0)] = new WeekTotals(before.Received + count, before.Refused + refused);
        }

        return totals;
    }

    private async Task<DomainWeek> CountAsync(DbConnection connection, string domain, CancellationToken ct)
    {
        var count = new WeekCount();
        if (domain == SrvTree.GlobalName)
        {
            await AddRowsAsync(connection, Listed, [], SrvTree.GlobalName + "/", count, ct);
            return count.Result;
        }

        await AddTotalsAsync(connection, domain, count, ct);
        await AddRowsAsync(connection, "domain = @domain", [("domain", domain)], "", count, ct);
        return count.Result;
    }

    private async Task AddTotalsAsync(DbConnection connection, string domain, WeekCount count, CancellationToken ct)
    {
        await using var command = connection.Command(
            "SELECT fate, blocker, zone, CAST(SUM(count) AS BIGINT) FROM hour_counts WHERE domain = @domain AND hour >= @since GROUP BY fate, blocker, zone",
            ("domain", domain),
            ("since", SinceHour));
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            count.Add(FateKindExtensions.OfWord(rows.GetString(0)), rows.GetString(1), rows.GetString(2), rows.GetInt64(3));
        }
    }

    /// <summary>The deciding file and the trace stand inside of each row: the newest are looked into.</summary>
    /// <param name="below">Only files whose path begins so.</param>
    private async Task AddRowsAsync(DbConnection connection, string which, (string, object?)[] values, string below, WeekCount count, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"SELECT {JournalTable.Columns} FROM messages WHERE {which} AND time >= @since ORDER BY time DESC LIMIT @most",
            [.. values, ("since", Since.ToUnixTimeMilliseconds()), ("most", (long)_mostRows)]);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var looked = 0;
        for (; await rows.ReadAsync(ct); looked++)
        {
            var (time, file, trace) = JournalTable.ReadDecision(rows);
            if (file.StartsWith(below, StringComparison.Ordinal))
            {
                count.AddRow(time, file, trace);
            }
        }

        count.CountedIn = looked == _mostRows ? _mostRows : null;
    }
}
