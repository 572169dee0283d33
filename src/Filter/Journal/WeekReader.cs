using System.Collections.Concurrent;
using System.Data.Common;
using MsLite.Filter.Policy;
using MsLite.Filter.State;

namespace MsLite.Filter.Journal;

/// <summary>Counts seven days of the journal for people who look at a domain. Large domains take a second, so an answer is kept for half a minute.</summary>
public sealed class WeekReader
{
    /// <summary>Rows that are looked into for their deciding files and for what checks in shadow would have done: the newest. Totals count all.</summary>
    public const int MostRows = 3_000;

    private const string Listed = "(blocker LIKE 'whitelisted/%' OR blocker LIKE 'blacklisted/%') AND domain <> @domain";

    private const string BlocklistReason = "IP listed in DNS blacklist ";

    private const int MostKept = 2_000;

    private static readonly TimeSpan s_kept = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (long Time, DomainWeek Week)> _known = [];
    private readonly StateDatabase _database;
    private readonly TimeProvider _clock;
    private readonly int _mostRows;

    /// <param name="mostRows">Instead of <see cref="MostRows"/>, for a test that need not write as many.</param>
    internal WeekReader(StateDatabase database, TimeProvider clock, int mostRows = MostRows) => (_database, _clock, _mostRows) = (database, clock, mostRows);

    private long Since => (_clock.GetUtcNow() - TimeSpan.FromDays(7)).ToUnixTimeMilliseconds();

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
        var sql = $"SELECT domain, fate, COUNT(*) FROM messages WHERE domain IN ({string.Join(", ", names.Select(name => "@" + name.Item1))}) AND time >= @since GROUP BY domain, fate";
        await using var connection = await _database.OpenAsync(ct);
        await using var command = connection.Command(sql, [.. names, ("since", Since)]);
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
            await AddRowsAsync(connection, $"{Listed} AND time >= @since", domain, count, ct);
            return count.Result;
        }

        await using (var command = connection.Command(
            "SELECT blocker, fate, COUNT(*) FROM messages WHERE domain = @domain AND time >= @since GROUP BY blocker, fate", ("domain", domain), ("since", Since)))
        await using (var rows = await command.ExecuteReaderAsync(ct))
        {
            while (await rows.ReadAsync(ct))
            {
                count.Add(rows.GetString(0), FateKindExtensions.OfWord(rows.GetString(1)), rows.GetInt64(2));
            }
        }

        await AddZonesAsync(connection, domain, count, ct);
        await AddRowsAsync(connection, "domain = @domain AND time >= @since", domain, count, ct);
        return count.Result;
    }

    private async Task AddZonesAsync(DbConnection connection, string domain, WeekCount count, CancellationToken ct)
    {
        await using var command = connection.Command(
            "SELECT reason, COUNT(*) FROM messages WHERE domain = @domain AND time >= @since AND blocker = 'checks/dnsbl' GROUP BY reason", ("domain", domain), ("since", Since));
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct))
        {
            if (rows.GetString(0) is var reason && reason.StartsWith(BlocklistReason, StringComparison.Ordinal))
            {
                count.AddZone(reason[BlocklistReason.Length..], rows.GetInt64(1));
            }
        }
    }

    /// <summary>The deciding file and the trace stand inside of each row: the newest are looked into.</summary>
    private async Task AddRowsAsync(DbConnection connection, string which, string domain, WeekCount count, CancellationToken ct)
    {
        await using var command = connection.Command(
            $"SELECT {JournalTable.Columns} FROM messages WHERE {which} ORDER BY time DESC LIMIT @most", ("domain", domain), ("since", Since), ("most", (long)_mostRows));
        await using var rows = await command.ExecuteReaderAsync(ct);
        var looked = 0;
        for (; await rows.ReadAsync(ct); looked++)
        {
            var row = JournalTable.Read(rows);
            if (domain != SrvTree.GlobalName || row.File.StartsWith(SrvTree.GlobalName + "/", StringComparison.Ordinal))
            {
                count.AddRow(row);
            }
        }

        count.CountedIn = looked == _mostRows ? _mostRows : null;
    }
}
