using System.Data.Common;
using System.Globalization;
using MsLite.Filter.Policy.Editing;
using MsLite.Filter.State;

namespace MsLite.Filter.History;

/// <summary>The statements of the history's rows in the state database, and of the tree as it was last seen: each in one place.</summary>
internal static class HistoryTable
{
    public const string Columns = "id, change, time, who, path, before_kind, before_bytes, after_kind, after_bytes, undoes";

    public const string Insert = """
        INSERT INTO policy_changes (id, change, time, who, domain, path, before_kind, before_bytes, after_kind, after_bytes, undoes)
        VALUES (@id, @change, @time, @who, @domain, @path, @before_kind, @before_bytes, @after_kind, @after_bytes, @undoes)
        ON CONFLICT DO NOTHING
        """;

    public const string See = """
        INSERT INTO policy_seen (path, kind, bytes) VALUES (@path, @kind, @bytes)
        ON CONFLICT (path) DO UPDATE SET kind = excluded.kind, bytes = excluded.bytes
        """;

    public const string SeeFirst = "INSERT INTO policy_seen (path, kind, bytes) VALUES (@path, @kind, @bytes) ON CONFLICT DO NOTHING";

    public static (string Name, object? Value)[] Values(HistoryRow row) =>
    [
        ("id", row.Id), ("change", row.Change), ("time", row.Time.ToUnixTimeMilliseconds()), ("who", row.Who), ("domain", row.Domain), ("path", row.Path),
        ("before_kind", row.Before.Kind), ("before_bytes", row.Before.Bytes.ToArray()), ("after_kind", row.After.Kind), ("after_bytes", row.After.Bytes.ToArray()),
        ("undoes", row.Undoes),
    ];

    public static (string Name, object? Value)[] Values(string path, TreeContent content) =>
        [("path", path), ("kind", HistoryState.Word(content.Kind)), ("bytes", content.Bytes.ToArray())];

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

    /// <summary>Every name of the tree as it was last seen.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public static async Task<IReadOnlyList<(string Path, TreeContent Content)>> ReadSeenAsync(DbConnection connection, CancellationToken ct)
    {
        await using var command = connection.Command("SELECT path, kind, bytes FROM policy_seen");
        await using var rows = await command.ExecuteReaderAsync(ct);
        var seen = new List<(string, TreeContent)>();
        while (await rows.ReadAsync(ct))
        {
            seen.Add((rows.GetString(0), HistoryState.Content(rows.GetString(1), rows.GetFieldValue<byte[]>(2))));
        }

        return seen;
    }

    /// <summary>The latest row's; 0 when there is none.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public static async Task<long> LastIdAsync(DbConnection connection, CancellationToken ct)
    {
        await using var command = connection.Command("SELECT COALESCE(MAX(id), 0) FROM policy_changes");
        return Convert.ToInt64(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
    }
}
