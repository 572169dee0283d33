using System.Data.Common;
using MsLite.Filter.State;

namespace MsLite.Filter.Journal;

/// <summary>
/// Counts what the journal holds, for the overview: by day, by minute, and what stood out in the last day. The work is bounded whatever
/// the journal's size: days and minutes come from an index alone, the rest from the newest rows.
/// </summary>
public sealed class JournalSums
{
    /// <summary>Rows that <see cref="TopsAsync"/> looks at.</summary>
    public const int MostRows = 50_000;

    private const int MostTops = 8;
    private const long MillisecondsAMinute = 60_000;

    // Days begin at a multiple of this in every zone there is.
    private const long MillisecondsAQuarter = 900_000;

    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    private readonly StateDatabase _database;
    private readonly TimeProvider _clock;

    internal JournalSums(StateDatabase database, TimeProvider clock) => (_database, _clock) = (database, clock);

    /// <summary>One for each of the last days, the oldest first, today last.</summary>
    /// <param name="domains">Only what was for these; null for all.</param>
    /// <param name="zone">Whose days.</param>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<IReadOnlyList<FateCount>> DaysAsync(IReadOnlySet<string>? domains, int days, TimeZoneInfo zone, CancellationToken ct)
    {
        var today = DateOf(_clock.GetUtcNow(), zone);
        var first = today.AddDays(1 - days);
        var found = await CountAsync(domains, StartOf(first, zone), MillisecondsAQuarter, ct);
        var byDay = found.GroupBy(count => DateOf(count.Start, zone)).ToDictionary(group => group.Key);
        return [.. Enumerable.Range(0, days).Select(first.AddDays).Select(day => Sum(StartOf(day, zone), byDay.TryGetValue(day, out var counts) ? counts : []))];
    }

    /// <summary>One for each minute of the last hour, the oldest first, the running one last.</summary>
    /// <param name="domains">Only what was for these; null for all.</param>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<IReadOnlyList<FateCount>> MinutesAsync(IReadOnlySet<string>? domains, CancellationToken ct)
    {
        var last = _clock.GetUtcNow().ToUnixTimeMilliseconds() / MillisecondsAMinute;
        var first = last - MinuteRates.Minutes + 1;
        var found = (await CountAsync(domains, DateTimeOffset.FromUnixTimeMilliseconds(first * MillisecondsAMinute), MillisecondsAMinute, ct)).ToDictionary(count => count.Start);
        return [.. Enumerable.Range(0, MinuteRates.Minutes)
            .Select(i => DateTimeOffset.FromUnixTimeMilliseconds((first + i) * MillisecondsAMinute))
            .Select(start => found.GetValueOrDefault(start) ?? new FateCount(start, 0, 0, 0))];
    }

    /// <summary>What stood out in the last 24 hours, among the newest <see cref="MostRows"/> rows.</summary>
    /// <param name="domains">Only what was for these; null for all.</param>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<JournalTops> TopsAsync(IReadOnlySet<string>? domains, CancellationToken ct)
    {
        var since = _clock.GetUtcNow() - s_day;
        var (condition, values) = Condition(domains, since);
        await using var connection = await _database.OpenAsync(ct);
        await using var command = connection.Command(TopsSql(condition), [.. values, ("rows", (long)MostRows), ("tops", (long)MostTops)]);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var found = new List<(string Kind, JournalTop Top)>();
        while (await rows.ReadAsync(ct))
        {
            found.Add((rows.GetString(0), new JournalTop(rows.GetString(1), rows.GetInt64(2), rows.GetInt64(3), rows.GetString(4))));
        }

        var looked = found.Find(row => row.Kind == "all").Top?.Count ?? 0;
        return new JournalTops(since, looked, looked == MostRows, Of("rung"), Of("domain"), Of("sender"), Of("client"));

        JournalTop[] Of(string kind) => [.. found.Where(row => row.Kind == kind).Select(row => row.Top)];
    }

    private static DateOnly DateOf(DateTimeOffset time, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, zone).DateTime);

    // Where midnight is left out by summer time, the day begins an hour later.
    private static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        var start = zone.IsInvalidTime(midnight) ? midnight.AddHours(1) : midnight;
        return new DateTimeOffset(start, zone.GetUtcOffset(start)).ToUniversalTime();
    }

    private static FateCount Sum(DateTimeOffset start, IEnumerable<FateCount> counts) => counts.Aggregate(
        new FateCount(start, 0, 0, 0),
        (sum, next) => sum with { Delivered = sum.Delivered + next.Delivered, Archived = sum.Archived + next.Archived, Deferred = sum.Deferred + next.Deferred });

    // Every column is in the index on the time, or in that on the domain: no row is read.
    private async Task<List<FateCount>> CountAsync(IReadOnlySet<string>? domains, DateTimeOffset since, long length, CancellationToken ct)
    {
        var (condition, values) = Condition(domains, since);
        await using var connection = await _database.OpenAsync(ct);
        await using var command = connection.Command(
            $"""
            SELECT time / @length AS stretch, SUM(CASE fate WHEN 'delivered' THEN 1 ELSE 0 END), SUM(CASE fate WHEN 'refused' THEN 1 ELSE 0 END), COUNT(*)
            FROM messages WHERE {condition} GROUP BY time / @length ORDER BY stretch
            """,
            [.. values, ("length", length)]);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var found = new List<FateCount>();
        while (await rows.ReadAsync(ct))
        {
            var (delivered, refused) = (rows.GetInt64(1), rows.GetInt64(2));
            found.Add(new FateCount(DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(0) * length), delivered, refused, rows.GetInt64(3) - delivered - refused));
        }

        return found;
    }

    private static (string Sql, (string, object?)[] Values) Condition(IReadOnlySet<string>? domains, DateTimeOffset since)
    {
        var names = (domains ?? new HashSet<string>()).Select((domain, index) => ($"domain{index}", (object?)domain)).ToArray();
        var which = domains is null ? "" : names.Length == 0 ? " AND 1 = 0" : $" AND domain IN ({string.Join(", ", names.Select(name => "@" + name.Item1))})";
        return ("time >= @since" + which, [("since", since.ToUnixTimeMilliseconds()), .. names]);
    }

    private static string TopsSql(string condition) => $"""
        WITH recent AS MATERIALIZED (
            SELECT fate, blocker, reason, domain, sender, client, client_name FROM messages WHERE {condition} ORDER BY time DESC LIMIT @rows
        )
        SELECT 'all', '', COUNT(*), 0, '' FROM recent
        {TopSql("rung", "blocker", "reason", "WHERE fate <> 'delivered' AND blocker <> ''")}
        {TopSql("domain", "domain", "''", "")}
        {TopSql("sender", "sender", "''", "")}
        {TopSql("client", "client", "client_name", "")}
        """;

    private static string TopSql(string kind, string column, string sample, string which) => $"""
        UNION ALL SELECT * FROM (
            SELECT '{kind}' AS kind, {column} AS value, COUNT(*) AS times, SUM(CASE fate WHEN 'refused' THEN 1 ELSE 0 END), MAX({sample})
            FROM recent {which} GROUP BY {column} ORDER BY times DESC, value LIMIT @tops
        ) AS {kind}s
        """;
}
