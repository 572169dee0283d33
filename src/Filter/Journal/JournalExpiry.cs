using System.Data.Common;
using MsLite.Filter.State;

namespace MsLite.Filter.Journal;

/// <summary>Takes rows out of the journal that are too old, or too many: the oldest go first. Counts by the hour go when no week reaches back to them.</summary>
public sealed class JournalExpiry
{
    /// <summary>Rows removed in one transaction: a large removal must not hold up the rows that come in.</summary>
    private const int MaxTogether = 5_000;

    private static readonly TimeSpan s_counted = TimeSpan.FromDays(8);

    private readonly StateWriter _writer;
    private readonly CurrentOptions _options;
    private readonly TimeProvider _clock;

    internal JournalExpiry(StateWriter writer, CurrentOptions options, TimeProvider clock) => (_writer, _options, _clock) = (writer, options, clock);

    /// <summary>How many rows went.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        var keep = _options.Value.Journal;
        var oldest = (_clock.GetUtcNow() - TimeSpan.FromDays(keep.Days)).ToUnixTimeMilliseconds();
        await RemoveCountsAsync(ct);
        var removed = await RemoveAsync("time < @bound", oldest, ct);
        return removed + await RemoveAsync("time <= (SELECT time FROM messages ORDER BY time DESC LIMIT 1 OFFSET @bound)", keep.MaxRows, ct);
    }

    private Task<int> RemoveCountsAsync(CancellationToken ct) =>
        _writer.ExecuteAsync("DELETE FROM hour_counts WHERE hour < @hour", ct, ("hour", HourCount.HourOf(_clock.GetUtcNow() - s_counted)));

    private async Task<int> RemoveAsync(string which, long bound, CancellationToken ct)
    {
        var sql = $"DELETE FROM messages WHERE (id, recipient) IN (SELECT id, recipient FROM messages WHERE {which} LIMIT @most)";
        var removed = 0;
        for (var count = MaxTogether; count == MaxTogether;)
        {
            count = await _writer.WriteAsync(
                async (connection, transaction) =>
                {
                    await using var command = connection.Command(sql, ("bound", bound), ("most", (long)MaxTogether));
                    command.Transaction = transaction;
                    return await command.ExecuteNonQueryAsync();
                },
                ct);
            removed += count;
        }

        return removed;
    }
}
