using System.Data.Common;
using System.Globalization;
using MsLite.Filter.State;

namespace MsLite.Filter.History;

/// <summary>Forgets changes that are too old, or too many: the oldest go first.</summary>
public sealed class HistoryExpiry
{
    /// <summary>A year and a season, so that what is done once a year can be looked up.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromDays(400);

    private const long MaxRows = 500_000;
    private const long MaxBytes = 256L * 1024 * 1024;
    private const long RowsAtOnce = 5_000;

    private readonly StateDatabase _database;
    private readonly StateWriter _writer;
    private readonly TimeProvider _clock;

    internal HistoryExpiry(StateDatabase database, StateWriter writer, TimeProvider clock) => (_database, _writer, _clock) = (database, writer, clock);

    /// <summary>How many rows went.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var removed = await _writer.ExecuteAsync(
            "DELETE FROM policy_changes WHERE time < @oldest", ct, ("oldest", (_clock.GetUtcNow() - Keep).ToUnixTimeMilliseconds()));
        while (await IsTooMuchAsync(ct))
        {
            removed += await _writer.ExecuteAsync(
                "DELETE FROM policy_changes WHERE id <= (SELECT MAX(id) FROM (SELECT id FROM policy_changes ORDER BY id LIMIT @most) AS oldest)", ct, ("most", RowsAtOnce));
        }

        return removed;
    }

    private async Task<bool> IsTooMuchAsync(CancellationToken ct)
    {
        await using var connection = await _database.OpenAsync(ct);
        await using var command = connection.Command("SELECT COUNT(*), COALESCE(SUM(LENGTH(before_bytes) + LENGTH(after_bytes)), 0) FROM policy_changes");
        await using var rows = await command.ExecuteReaderAsync(ct);
        return await rows.ReadAsync(ct)
            && (rows.GetInt64(0) > MaxRows || Convert.ToInt64(rows.GetValue(1), CultureInfo.InvariantCulture) > MaxBytes);
    }
}
