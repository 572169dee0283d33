using System.Data.Common;
using MsLite.Filter.Policy.Editing;
using MsLite.Filter.State;

namespace MsLite.Filter.History;

/// <summary>
/// Writes each change of the tree once, although every node that shares it sees it. Whoever made a change knows its author and is believed;
/// what others merely saw is written only while nobody else has. One writer at a time, on whatever node, holds the lock until it commits.
/// </summary>
internal sealed class SharedHistory
{
    private readonly DbConnection _connection;
    private readonly DbTransaction _transaction;
    private readonly Func<string, TreeContent> _present;

    private SharedHistory(DbConnection connection, DbTransaction transaction, Func<string, TreeContent> present) =>
        (_connection, _transaction, _present) = (connection, transaction, present);

    /// <summary>Waits until no other node is writing history; the transaction's end lets the next one write.</summary>
    /// <param name="present">What stands under a path of the tree now.</param>
    /// <exception cref="DbException">The database does not answer.</exception>
    public static async Task<SharedHistory> LockAsync(DbConnection connection, DbTransaction transaction, Func<string, TreeContent> present)
    {
        await connection.LockAsync(transaction, "history");
        return new SharedHistory(connection, transaction, present);
    }

    /// <param name="row">Null for the first sight of a name, which is no change.</param>
    /// <exception cref="DbException">The database does not take it.</exception>
    public Task WriteAsync(HistoryRow? row, string path, TreeContent after) => row switch
    {
        null => after.IsThere ? ChangeAsync(HistoryTable.SeeFirst, HistoryTable.Values(path, after)) : Task.CompletedTask,
        { Who: HistoryRow.Outside } => WriteSeenAsync(row),
        _ => WriteMadeAsync(row),
    };

    /// <summary>A change that was found. It begins where the last row ended, and is none when another node has written it, or has changed the file again.</summary>
    private async Task WriteSeenAsync(HistoryRow row)
    {
        var last = await LastSeenAsync(row.Path);
        if (last == row.AfterContent)
        {
            return;
        }

        var isLate = last != row.BeforeContent || await NeighbourAsync("SELECT MIN(id) FROM policy_changes WHERE path = @path AND id > @id", row) is not null;
        if (isLate && _present(row.Path) != row.AfterContent)
        {
            return;
        }

        await InsertAsync(row with { BeforeContent = last });
        await SeeAsync(row);
    }

    /// <summary>A change that this node made. Rows of nodes that saw it before it was written here are put right: it was no stranger.</summary>
    private async Task WriteMadeAsync(HistoryRow row)
    {
        if (await NeighbourAsync("SELECT MAX(id) FROM policy_changes WHERE path = @path AND id < @id", row) is { Who: HistoryRow.Outside } before
            && before.BeforeContent == row.BeforeContent && before.AfterContent == row.AfterContent)
        {
            await DeleteAsync(before);
        }

        var next = await NeighbourAsync("SELECT MIN(id) FROM policy_changes WHERE path = @path AND id > @id", row);
        if (next is { Who: HistoryRow.Outside } && next.BeforeContent == row.BeforeContent)
        {
            await BeginLaterAsync(next, row.AfterContent);
        }

        await InsertAsync(row);
        if (next is null || _present(row.Path) == row.AfterContent)
        {
            await SeeAsync(row);
        }
    }

    /// <summary>What was seen as one change was ours and then, unless it is nothing any more, somebody's.</summary>
    private Task<int> BeginLaterAsync(HistoryRow seen, TreeContent begin) => seen.AfterContent == begin
        ? DeleteAsync(seen)
        : ChangeAsync(
            "UPDATE policy_changes SET before_kind = @kind, before_bytes = @bytes WHERE id = @id",
            ("kind", HistoryState.Word(begin.Kind)), ("bytes", begin.Bytes.ToArray()), ("id", seen.Id));

    private async Task<HistoryRow?> NeighbourAsync(string id, HistoryRow row)
    {
        await using var command = _connection.Command($"SELECT {HistoryTable.Columns} FROM policy_changes WHERE id = ({id})", ("path", row.Path), ("id", row.Id));
        command.Transaction = _transaction;
        await using var rows = await command.ExecuteReaderAsync();
        return await rows.ReadAsync() ? HistoryTable.Read(rows) : null;
    }

    private async Task<TreeContent> LastSeenAsync(string path)
    {
        await using var command = _connection.Command("SELECT kind, bytes FROM policy_seen WHERE path = @path", ("path", path));
        command.Transaction = _transaction;
        await using var rows = await command.ExecuteReaderAsync();
        return await rows.ReadAsync() ? HistoryState.Content(rows.GetString(0), rows.GetFieldValue<byte[]>(1)) : TreeContent.Absent;
    }

    /// <summary>An id that another node took in the same microsecond is left to it. A row that is there already was committed, and we were not told.</summary>
    private async Task InsertAsync(HistoryRow row)
    {
        for (var step = 1; await ChangeAsync(HistoryTable.Insert, HistoryTable.Values(row)) == 0; step *= 2)
        {
            if (await NeighbourAsync("SELECT id FROM policy_changes WHERE path = @path AND id = @id", row) is { } there && there.Change == row.Change && there.Who == row.Who)
            {
                return;
            }

            row = row with { Id = row.Id + step };
        }
    }

    private Task<int> SeeAsync(HistoryRow row) => row.AfterContent.IsThere
        ? ChangeAsync(HistoryTable.See, HistoryTable.Values(row.Path, row.AfterContent))
        : ChangeAsync("DELETE FROM policy_seen WHERE path = @path", ("path", row.Path));

    private Task<int> DeleteAsync(HistoryRow row) => ChangeAsync("DELETE FROM policy_changes WHERE id = @id", ("id", row.Id));

    private Task<int> ChangeAsync(string sql, params (string Name, object? Value)[] values) => _connection.ChangeAsync(_transaction, sql, values);
}
