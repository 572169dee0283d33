using System.Data.Common;
using System.Runtime.InteropServices;
using MsLite.Filter.State;

namespace MsLite.Filter.Journal;

/// <summary>
/// The table <c>hour_counts</c>: running sums of the journal, so that a week of a domain is added up from a few thousand small rows however
/// many messages it got. Written with the rows, in their transaction; rows that come together are nearly all alike, so it is a few for hundreds.
/// </summary>
internal sealed class HourCounts
{
    private static readonly Columns<HourCount> s_columns = new(
        ("domain", count => count.Domain),
        ("hour", count => count.Hour),
        ("fate", count => count.Fate.Word()),
        ("blocker", count => count.Blocker),
        ("zone", count => count.Zone),
        ("count", count => count.Rows));

    private static readonly string s_add = $"""
        INSERT INTO hour_counts ({string.Join(", ", s_columns.Names)}) VALUES ({string.Join(", ", s_columns.Parameters)})
        ON CONFLICT (domain, hour, fate, blocker, zone) DO UPDATE SET count = hour_counts.count + excluded.count
        """;

    private readonly Dictionary<HourCount, long> _rows = [];
    private PendingRow? _last;
    private HourCount _lastCount;

    /// <param name="row">One that is new in the journal.</param>
    public void Add(PendingRow row)
    {
        // Most rows are as the one before: to compare bytes costs less than to make texts of them.
        if (_last is not { } last || !IsAlike(row, last))
        {
            _lastCount = HourCount.Of(row);
        }

        _last = row;
        CollectionsMarshal.GetValueRefOrAddDefault(_rows, _lastCount, out _)++;
    }

    /// <exception cref="DbException">The database does not take them.</exception>
    public async Task WriteAsync(DbConnection connection, DbTransaction transaction)
    {
        await using var command = s_columns.Prepare(connection, transaction, s_add);

        // Always in the same order: of two nodes that add to the same counts, one waits for the other, never each for the other.
        foreach (var (count, rows) in _rows.OrderBy(pair => pair.Key.Domain, StringComparer.Ordinal).ThenBy(pair => pair.Key.Hour)
            .ThenBy(pair => pair.Key.Fate).ThenBy(pair => pair.Key.Blocker, StringComparer.Ordinal).ThenBy(pair => pair.Key.Zone, StringComparer.Ordinal))
        {
            await command.ExecuteAsync(count with { Rows = rows }, CancellationToken.None);
        }
    }

    private static bool IsAlike(PendingRow row, PendingRow other) =>
        HourCount.HourOf(row.Time) == HourCount.HourOf(other.Time) && row.Domain.IsSame(other.Domain) && row.Fate.IsSame(other.Fate)
        && row.Blocker.IsSame(other.Blocker) && row.Reason.IsSame(other.Reason);
}
