using System.Data.Common;
using MsLite.Filter.State;

namespace MsLite.Filter.Release;

/// <summary>
/// Remembers which copies were released, so that nobody gets one twice by accident. A release is entered before it begins: one whose end
/// is not known counts as done, because the next hop may have it.
/// </summary>
internal sealed class ReleaseBook(StateWriter writer, StateDatabase database, TimeProvider clock)
{
    private const string Enter = """
        INSERT INTO released (file, id, recipient, begun, ended, reply, who) VALUES (@file, @id, @recipient, @now, 0, '', @who)
        ON CONFLICT (file) DO NOTHING
        """;

    /// <summary>Null when the release may begin now; otherwise when the former one began, and how it ended ("" when that is not known).</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public Task<FormerRelease?> BeginAsync(string file, string id, string recipient, string who, CancellationToken ct) => writer.WriteAsync(
        async (connection, transaction) =>
        {
            await using var enter = connection.Command(
                Enter, ("file", file), ("id", id), ("recipient", recipient), ("who", who), ("now", clock.GetUtcNow().ToUnixTimeMilliseconds()));
            enter.Transaction = transaction;
            return await enter.ExecuteNonQueryAsync() == 1 ? null : await FindAsync(connection, transaction, file);
        },
        ct);

    /// <summary>The last release of a copy; null when there was none.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<FormerRelease?> FindAsync(string file, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await FindAsync(connection, transaction: null, file);
    }

    /// <summary>The last release of each copy of a message, with its recipient as the index line spells it.</summary>
    /// <param name="id">The message's reference.</param>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<IReadOnlyList<(string Recipient, FormerRelease Release)>> FindAllAsync(string id, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var command = connection.Command("SELECT begun, ended, reply, who, recipient FROM released WHERE id = @id", ("id", id));
        await using var rows = await command.ExecuteReaderAsync(ct);
        var found = new List<(string, FormerRelease)>();
        while (await rows.ReadAsync(ct))
        {
            found.Add((rows.GetString(4), Read(rows)));
        }

        return found;
    }

    /// <summary>The next hop has it.</summary>
    public Task<int> EndAsync(string file, string reply) => ExecuteAsync(
        "UPDATE released SET ended = @now, reply = @reply WHERE file = @file",
        ("file", file), ("reply", reply), ("now", clock.GetUtcNow().ToUnixTimeMilliseconds()));

    /// <summary>Nobody has it: it may be tried again. Also what a person says who knows better.</summary>
    public Task<int> ForgetAsync(string file) => ExecuteAsync("DELETE FROM released WHERE file = @file", ("file", file));

    private Task<int> ExecuteAsync(string sql, params (string Name, object? Value)[] values) => writer.WriteAsync(
        async (connection, transaction) =>
        {
            await using var command = connection.Command(sql, values);
            command.Transaction = transaction;
            return await command.ExecuteNonQueryAsync();
        },
        CancellationToken.None);

    private static async Task<FormerRelease?> FindAsync(DbConnection connection, DbTransaction? transaction, string file)
    {
        await using var command = connection.Command("SELECT begun, ended, reply, who FROM released WHERE file = @file", ("file", file));
        command.Transaction = transaction;
        await using var rows = await command.ExecuteReaderAsync();
        return await rows.ReadAsync() ? Read(rows) : null;
    }

    private static FormerRelease Read(DbDataReader rows) =>
        new(DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(0)), rows.GetInt64(1) != 0, rows.GetString(2), rows.GetString(3));
}

/// <param name="IsOver">Its end is known: the next hop took it with <paramref name="Reply"/>.</param>
/// <param name="Who">The caller's name; empty where nobody asked.</param>
internal sealed record FormerRelease(DateTimeOffset Begun, bool IsOver, string Reply, string Who);
