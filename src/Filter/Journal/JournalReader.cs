using System.Data.Common;
using System.Text;
using MsLite.Filter.State;

namespace MsLite.Filter.Journal;

/// <summary>Looks things up in the journal, newest first.</summary>
public sealed class JournalReader
{
    /// <summary>A client gives a message up after four or five days (RFC 5321 §4.5.4.1).</summary>
    private static readonly TimeSpan s_longestRetry = TimeSpan.FromDays(7);

    private readonly StateDatabase _database;

    internal JournalReader(StateDatabase database) => _database = database;

    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<IReadOnlyList<JournalRow>> FindAsync(JournalQuestion question, CancellationToken ct)
    {
        var conditions = Conditions(question);
        var sql = new StringBuilder("SELECT ").Append(JournalTable.Columns).Append(" FROM messages");
        if (conditions.Count > 0)
        {
            sql.Append(" WHERE ").AppendJoin(" AND ", conditions.Select(condition => condition.Sql));
        }

        sql.Append(" ORDER BY time DESC, id DESC, recipient DESC LIMIT @limit");
        await using var connection = await _database.OpenAsync(ct);
        await using var command = connection.Command(
            sql.ToString(), [.. conditions.SelectMany(condition => condition.Values), ("limit", Math.Clamp(question.Limit, 1, JournalQuestion.MostRows))]);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<JournalRow>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(JournalTable.Read(reader));
        }

        return rows;
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

    private static List<(string Sql, (string, object?)[] Values)> Conditions(JournalQuestion question)
    {
        var conditions = new List<(string Sql, (string, object?)[] Values)>();
        Add("domain = @domain", ("domain", question.Domain));
        if (question.Domains is { } domains)
        {
            // One parameter for each, since SQLite has no lists; without any domain nothing is asked for.
            var names = domains.Select((domain, index) => ($"domain{index}", (object?)domain)).ToArray();
            conditions.Add((names.Length == 0 ? "1 = 0" : $"domain IN ({string.Join(", ", names.Select(name => "@" + name.Item1))})", names));
        }

        Add("recipient = @recipient", ("recipient", question.Recipient));
        Add("sender = @sender", ("sender", question.Sender));
        Add("client = @client", ("client", question.Client));
        Add("id = @id", ("id", question.Id));
        Add("fate = @fate", ("fate", question.Fate?.Word()));
        Add("time >= @from", ("from", question.From?.ToUnixTimeMilliseconds()));
        Add("time < @to", ("to", question.To?.ToUnixTimeMilliseconds()));
        Add(
            "(time, id, recipient) < (@after_time, @after_id, @after_recipient)",
            ("after_time", question.After?.Time.ToUnixTimeMilliseconds()),
            ("after_id", question.After?.Id),
            ("after_recipient", question.After?.Recipient));
        return conditions;

        void Add(string sql, params (string Name, object? Value)[] values)
        {
            if (values[0].Value is not null)
            {
                conditions.Add((sql, values));
            }
        }
    }
}
