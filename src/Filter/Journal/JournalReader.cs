using System.Data.Common;
using System.Text;
using MsLite.Filter.State;

namespace MsLite.Filter.Journal;

/// <summary>Looks things up in the journal, newest first.</summary>
public sealed class JournalReader
{
    /// <summary>A client gives a message up after four or five days (RFC 5321 §4.5.4.1).</summary>
    private static readonly TimeSpan s_longestRetry = TimeSpan.FromDays(7);

    /// <summary>Rows of two KiB: a tenth of a second.</summary>
    private const int MostLookedAt = 50_000;

    private readonly StateDatabase _database;
    private readonly int _mostLookedAt;

    internal JournalReader(StateDatabase database, int mostLookedAt = MostLookedAt) => (_database, _mostLookedAt) = (database, mostLookedAt);

    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<IReadOnlyList<JournalRow>> FindAsync(JournalQuestion question, CancellationToken ct)
    {
        var conditions = JournalConditions.Of(question);
        var sql = new StringBuilder("SELECT ").Append(JournalTable.Columns).Append(" FROM messages");
        if (conditions.Count > 0)
        {
            sql.Append(" WHERE ").AppendJoin(" AND ", conditions.Select(condition => condition.Sql));
        }

        sql.Append(" ORDER BY time DESC, id DESC, recipient DESC LIMIT @limit");
        await using var connection = await _database.OpenAsync(ct);
        await using var command = connection.Command(
            sql.ToString(), [.. conditions.SelectMany(condition => condition.Values), ("limit", Math.Clamp(question.Limit, 1, JournalQuestion.MostRows))]);
        return await ReadAllAsync(command, ct);
    }

    /// <summary>One page, looked for row by row where parts of words are asked for: so far back and no further, that nobody waits long.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<JournalPage> SearchAsync(JournalQuestion question, CancellationToken ct)
    {
        var floor = question.Parts.Count > 0 ? await FindFloorAsync(question, ct) : null;
        var bounded = floor is { } oldest && (question.From is null || question.From < oldest) ? question with { From = oldest } : question;
        var rows = await FindAsync(bounded with { Limit = question.Limit + 1 }, ct);
        if (rows.Count > question.Limit)
        {
            return new JournalPage([.. rows.Take(question.Limit)], JournalCursor.Of(rows[question.Limit - 1]), null);
        }

        // Behind the rows of that moment, which have all been looked at.
        return bounded == question ? new JournalPage(rows, null, null) : new JournalPage(rows, new JournalCursor(bounded.From!.Value, "", ""), bounded.From);
    }

    /// <summary>The other tries of this very message for this recipient, the first one first: what was deferred comes back, and so may what was refused.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<IReadOnlyList<JournalRow>> FindOtherTriesAsync(JournalRow row, CancellationToken ct)
    {
        const string Sql = """
             FROM messages
            WHERE recipient = @recipient AND sender = @sender AND time >= @since AND time <= @until
              AND body_hash = @body_hash AND message_id = @message_id AND id <> @id
            ORDER BY time LIMIT 50
            """;
        await using var connection = await _database.OpenAsync(ct);
        await using var command = connection.Command(
            $"SELECT {JournalTable.Columns}{Sql}",
            ("recipient", row.Recipient),
            ("sender", row.Sender),
            ("since", (row.Time - s_longestRetry).ToUnixTimeMilliseconds()),
            ("until", (row.Time + s_longestRetry).ToUnixTimeMilliseconds()),
            ("body_hash", row.BodyHash),
            ("message_id", row.MessageId),
            ("id", row.Id));
        return await ReadAllAsync(command, ct);
    }

    /// <summary>The first time this very message was tried for this recipient and deferred; null when this was the first try.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<JournalRow?> FindFirstTryAsync(JournalRow row, CancellationToken ct)
    {
        const string Sql = """
             FROM messages
            WHERE recipient = @recipient AND sender = @sender AND fate = 'deferred' AND time >= @since AND time < @time
              AND body_hash = @body_hash AND message_id = @message_id
            ORDER BY time LIMIT 1
            """;
        await using var connection = await _database.OpenAsync(ct);
        await using var command = connection.Command(
            $"SELECT {JournalTable.Columns}{Sql}",
            ("recipient", row.Recipient),
            ("sender", row.Sender),
            ("since", (row.Time - s_longestRetry).ToUnixTimeMilliseconds()),
            ("time", row.Time.ToUnixTimeMilliseconds()),
            ("body_hash", row.BodyHash),
            ("message_id", row.MessageId));
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? JournalTable.Read(reader) : null;
    }

    /// <summary>
    /// The last delivery of this very message to the recipient it was refused for: its sender tried again, and got through. Null when there was none.
    /// Without a Message-ID it is known by its body, as long as the journal has the refusal.
    /// </summary>
    /// <param name="refused">To one recipient, and received when it was refused.</param>
    /// <exception cref="DbException">The database does not answer.</exception>
    internal async Task<JournalRow?> FindRetryAsync(Transaction refused, CancellationToken ct)
    {
        const string Sql = """
             FROM messages
            WHERE recipient = @recipient AND sender = @sender AND fate = 'delivered' AND time >= @since AND message_id = @message_id
              AND (@message_id <> '' OR body_hash = (SELECT body_hash FROM messages WHERE id = @id AND recipient = @recipient))
            ORDER BY time DESC LIMIT 1
            """;
        await using var connection = await _database.OpenAsync(ct);
        await using var command = connection.Command(
            $"SELECT {JournalTable.Columns}{Sql}",
            ("recipient", RowPacking.Clean(refused.Recipients[0].Address.Key)),
            ("sender", RowPacking.Clean(refused.ReturnPath?.Key)),
            ("since", refused.Received.ToUnixTimeMilliseconds()),
            ("message_id", RowPacking.Clean(refused.Message.MessageId)),
            ("id", RowPacking.Clean(refused.Id)));
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? JournalTable.Read(reader) : null;
    }

    private static async Task<IReadOnlyList<JournalRow>> ReadAllAsync(DbCommand command, CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<JournalRow>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(JournalTable.Read(reader));
        }

        return rows;
    }

    /// <summary>The time of the oldest row that one page looks at; null when all are few enough.</summary>
    private async Task<DateTimeOffset?> FindFloorAsync(JournalQuestion question, CancellationToken ct)
    {
        var conditions = JournalConditions.Of(question with { Parts = [] });
        var where = conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", conditions.Select(condition => condition.Sql));
        await using var connection = await _database.OpenAsync(ct);
        await using var command = connection.Command(
            $"SELECT time FROM messages{where} ORDER BY time DESC LIMIT 1 OFFSET {_mostLookedAt}", [.. conditions.SelectMany(condition => condition.Values)]);
        return await command.ExecuteScalarAsync(ct) is long time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null;
    }
}
