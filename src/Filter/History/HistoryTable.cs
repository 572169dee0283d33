using System.Data.Common;
using MsLite.Filter.Policy.Editing;
using MsLite.Filter.State;

namespace MsLite.Filter.History;

/// <summary>The history's rows in the state database, and the tree as it was last seen: each in one place.</summary>
internal static class HistoryTable
{
    public const string Columns = "id, change, time, who, path, before_kind, before_bytes, after_kind, after_bytes, undoes";

    private const string Insert = """
        INSERT INTO policy_history (node, id, change, time, who, domain, path, before_kind, before_bytes, after_kind, after_bytes, undoes)
        VALUES (@node, @id, @change, @time, @who, @domain, @path, @before_kind, @before_bytes, @after_kind, @after_bytes, @undoes)
        ON CONFLICT DO NOTHING
        """;

    private const string Know = """
        INSERT INTO policy_known (node, path, kind, bytes) VALUES (@node, @path, @kind, @bytes)
        ON CONFLICT (node, path) DO UPDATE SET kind = excluded.kind, bytes = excluded.bytes
        """;

    /// <param name="row">Null for the first sight of a name, which is no change.</param>
    public static async Task WriteAsync(DbConnection connection, DbTransaction transaction, string node, HistoryRow? row, string path, TreeContent after)
    {
        if (row is not null)
        {
            await ExecuteAsync(
                connection, transaction, Insert,
                ("node", node), ("id", row.Id), ("change", row.Change), ("time", row.Time.ToUnixTimeMilliseconds()), ("who", row.Who), ("domain", row.Domain), ("path", row.Path),
                ("before_kind", row.Before.Kind), ("before_bytes", row.Before.Bytes.ToArray()), ("after_kind", row.After.Kind), ("after_bytes", row.After.Bytes.ToArray()), ("undoes", row.Undoes));
        }

        if (after.IsThere)
        {
            await ExecuteAsync(connection, transaction, Know, ("node", node), ("path", path), ("kind", HistoryState.Word(after.Kind)), ("bytes", after.Bytes.ToArray()));
        }
        else
        {
            await ExecuteAsync(connection, transaction, "DELETE FROM policy_known WHERE node = @node AND path = @path", ("node", node), ("path", path));
        }
    }

    public static HistoryRow Read(DbDataReader rows) => new()
    {
        Id = rows.GetInt64(0),
        Change = rows.GetInt64(1),
        Time = DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(2)),
        Who = rows.GetString(3),
        Path = rows.GetString(4),
        BeforeContent = HistoryState.Content(rows.GetString(5), rows.GetFieldValue<byte[]>(6)),
        AfterContent = HistoryState.Content(rows.GetString(7), rows.GetFieldValue<byte[]>(8)),
        Undoes = rows.GetInt64(9),
    };

    private static async Task ExecuteAsync(DbConnection connection, DbTransaction transaction, string sql, params (string Name, object? Value)[] values)
    {
        await using var command = connection.Command(sql, values);
        command.Transaction = transaction;
        await command.ExecuteNonQueryAsync();
    }
}
