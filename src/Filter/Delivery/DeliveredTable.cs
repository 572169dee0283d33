using System.Data.Common;
using MsLite.Filter.State;
using MsLite.Smtp;

namespace MsLite.Filter.Delivery;

/// <summary>What <see cref="DeliveredMemory"/> keeps in the state database. Strangers choose what, so only the latest rows are read.</summary>
internal sealed class DeliveredTable(StateWriter writer, StateDatabase database, TimeProvider clock)
{
    private const string Insert = """
        INSERT INTO delivered (pair, hash, time, code, enhanced, words) VALUES (@pair, @hash, @now, @code, @enhanced, @words)
        ON CONFLICT (pair, hash) DO UPDATE SET time = @now
        """;

    private const string Latest = "SELECT pair, hash, code, enhanced, words, time FROM delivered WHERE time > @since ORDER BY time DESC LIMIT 10000";

    /// <summary>Also removes what is too old: rows come so seldom that this is the time for it.</summary>
    /// <exception cref="DbException">The database does not take them.</exception>
    public Task AddAsync(IReadOnlyList<DeliveredRow> rows, CancellationToken ct) => writer.WriteAsync(
        async (connection, transaction) =>
        {
            await ExecuteAsync(connection, transaction, "DELETE FROM delivered WHERE time <= @since", ("since", Since()));
            foreach (var (pair, hash, reply, time) in rows)
            {
                await ExecuteAsync(
                    connection, transaction, Insert, ("pair", pair), ("hash", hash), ("now", Milliseconds(time)),
                    ("code", (long)reply.Code), ("enhanced", reply.Enhanced ?? ""), ("words", reply.Text));
            }

            return rows.Count;
        },
        ct);

    /// <exception cref="DbException">The database does not take it.</exception>
    public Task RemoveAsync(IReadOnlyList<(string Pair, string Hash)> rows, CancellationToken ct) => writer.WriteAsync(
        async (connection, transaction) =>
        {
            foreach (var (pair, hash) in rows)
            {
                await ExecuteAsync(connection, transaction, "DELETE FROM delivered WHERE pair = @pair AND hash = @hash", ("pair", pair), ("hash", hash));
            }

            return rows.Count;
        },
        ct);

    /// <summary>The oldest first.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<List<DeliveredRow>> ReadAsync(CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var command = connection.Command(Latest, ("since", Since()));
        await using var found = await command.ExecuteReaderAsync(ct);
        var rows = new List<DeliveredRow>();
        while (await found.ReadAsync(ct))
        {
            var enhanced = found.GetString(3);
            var reply = new SmtpReply((int)found.GetInt64(2), enhanced.Length == 0 ? null : enhanced, found.GetString(4));
            rows.Add(new DeliveredRow(found.GetString(0), found.GetString(1), reply, DateTimeOffset.FromUnixTimeMilliseconds(found.GetInt64(5))));
        }

        rows.Reverse();
        return rows;
    }

    private static async Task ExecuteAsync(DbConnection connection, DbTransaction transaction, string sql, params (string Name, object? Value)[] values)
    {
        await using var command = connection.Command(sql, values);
        command.Transaction = transaction;
        await command.ExecuteNonQueryAsync();
    }

    private long Since() => Milliseconds(clock.GetUtcNow() - DeliveredMemory.Life);

    private static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();
}

/// <param name="Pair">Return path and recipient.</param>
/// <param name="Hash">SHA-256 of the message as it was received, in hexadecimal.</param>
/// <param name="Reply">With which the next hop took it.</param>
/// <param name="Time">When it was last seen that it is so.</param>
internal sealed record DeliveredRow(string Pair, string Hash, SmtpReply Reply, DateTimeOffset Time);
