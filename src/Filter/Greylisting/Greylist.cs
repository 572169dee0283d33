using System.Data.Common;
using System.Globalization;
using MsLite.Filter.State;

namespace MsLite.Filter.Greylisting;

/// <summary>The memory of who came back: one row for each sender, network and recipient, shared by all nodes of a database.</summary>
internal sealed class Greylist(StateWriter writer, StateDatabase database, TimeProvider clock)
{
    // One statement: two nodes that see the same retry at once must come to one answer. A row that has expired counts as none.
    private const string Upsert = """
        INSERT INTO greylist (client, sender, recipient, first_seen, last_seen, expires, passed, tries)
        VALUES (@client, @sender, @recipient, @now, @now, @now + @window, 0, 1)
        ON CONFLICT (client, sender, recipient) DO UPDATE SET
            passed = CASE WHEN greylist.expires >= @now AND (greylist.passed = 1 OR greylist.first_seen + @delay <= @now) THEN 1 ELSE 0 END,
            expires = CASE
                WHEN greylist.expires >= @now AND (greylist.passed = 1 OR greylist.first_seen + @delay <= @now) THEN @now + @pass
                WHEN greylist.expires >= @now THEN greylist.expires
                ELSE @now + @window END,
            first_seen = CASE WHEN greylist.expires >= @now THEN greylist.first_seen ELSE @now END,
            tries = CASE WHEN greylist.expires >= @now THEN greylist.tries + 1 ELSE 1 END,
            last_seen = @now
        RETURNING passed, first_seen, tries
        """;

    private const string Select = """
        SELECT passed, first_seen, tries FROM greylist
        WHERE client = @client AND sender = @sender AND recipient = @recipient AND expires >= @now
        """;

    // The time is asked for twice: another node may see the retry after the row was chosen.
    private const string Delete = """
        DELETE FROM greylist
        WHERE (client, sender, recipient) IN (SELECT client, sender, recipient FROM greylist WHERE expires < @now LIMIT @most) AND expires < @now
        """;

    /// <summary>Rows removed in one transaction: whoever asks about a message must not wait for a large removal.</summary>
    private const int MaxTogether = 5_000;

    /// <summary>Remembers this try and says whether it may pass.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public Task<GreylistEntry> TryAsync(GreylistKey key, GreylistTimes times, CancellationToken ct) =>
        writer.WriteAsync((connection, transaction) => UpsertAsync(connection, transaction, key, times), ct);

    /// <summary>What <see cref="TryAsync"/> would say now, without remembering anything.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<GreylistEntry> LookAsync(GreylistKey key, GreylistTimes times, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var command = connection.Command(
            Select, ("client", key.Client), ("sender", key.Sender), ("recipient", key.Recipient), ("now", Now()));
        await using var rows = await command.ExecuteReaderAsync(ct);
        if (!await rows.ReadAsync(ct))
        {
            return new GreylistEntry(false, clock.GetUtcNow(), 0);
        }

        var known = Read(rows);
        return known with { Passes = known.Passes || known.FirstTry + times.Delay <= clock.GetUtcNow() };
    }

    /// <summary>Forgets what has expired.</summary>
    /// <exception cref="DbException">The database does not answer. What was forgotten until then stays so.</exception>
    public async Task<int> ExpireAsync(CancellationToken ct)
    {
        var removed = 0;
        for (var count = MaxTogether; count == MaxTogether; removed += count)
        {
            count = await writer.ExecuteAsync(Delete, ct, ("now", Now()), ("most", (long)MaxTogether));
        }

        return removed;
    }

    private async Task<GreylistEntry> UpsertAsync(DbConnection connection, DbTransaction transaction, GreylistKey key, GreylistTimes times)
    {
        await using var command = connection.Command(
            Upsert,
            ("client", key.Client),
            ("sender", key.Sender),
            ("recipient", key.Recipient),
            ("now", Now()),
            ("delay", Milliseconds(times.Delay)),
            ("window", Milliseconds(times.Window)),
            ("pass", Milliseconds(times.Pass)));
        command.Transaction = transaction;
        await using var rows = await command.ExecuteReaderAsync();
        return await rows.ReadAsync() ? Read(rows) : throw new InvalidOperationException("The greylist gave no answer.");
    }

    private static GreylistEntry Read(DbDataReader rows) => new(
        Long(rows, 0) == 1, DateTimeOffset.FromUnixTimeMilliseconds(Long(rows, 1)), Long(rows, 2));

    private static long Long(DbDataReader rows, int column) => Convert.ToInt64(rows.GetValue(column), CultureInfo.InvariantCulture);

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;
}

/// <param name="Tries">This one included; 0 when nobody has tried yet.</param>
internal sealed record GreylistEntry(bool Passes, DateTimeOffset FirstTry, long Tries);
