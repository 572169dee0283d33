using System.Data.Common;
using MsLite.Filter.Policy;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Filter.History;

/// <summary>Brings back what stood in the tree before a change, as a new change; never over what somebody has done since.</summary>
public sealed class HistoryUndo
{
    private readonly HistoryReader _reader;
    private readonly TreeWriter _writer;

    internal HistoryUndo(HistoryReader reader, TreeWriter writer) => (_reader, _writer) = (reader, writer);

    /// <summary>
    /// Undoes a row; with a directory that was removed comes back what was removed with it, and a user's binding to one address, or its end,
    /// is undone in one rename whichever of its two rows is asked for.
    /// </summary>
    /// <returns>What became of it, and how many names were changed.</returns>
    /// <exception cref="DbException">The database does not answer.</exception>
    /// <exception cref="IOException">The disk is full or broken.</exception>
    public async Task<(PolicyEdit Edit, int Names)> UndoAsync(HistoryRow row, string who, CancellationToken ct)
    {
        if (await BindingAsync(row, ct) is var (user, address))
        {
            var bound = Undo(user, who, address.Path[(user.Path.Length + 1)..]);
            return (bound, bound.IsDone && bound.Kind != PolicyEditKind.Unchanged ? 2 : 0);
        }

        var isRemoval = row.Before.Kind == "directory" && row.After.Kind == "absent";
        var rows = isRemoval ? await _reader.FindAsync(new HistoryQuestion { Change = row.Change, Path = row.Path, Limit = int.MaxValue }, ct) : [row];
        var changed = 0;
        var edit = new PolicyEdit(PolicyEditKind.Unchanged);

        // Newest first: a directory's own row comes before those of what was in it.
        foreach (var each in rows)
        {
            edit = Undo(each, who);
            if (!edit.IsDone)
            {
                return (edit, changed);
            }

            changed += edit.Kind == PolicyEditKind.Unchanged ? 0 : 1;
        }

        return (edit, changed);
    }

    /// <summary>The two rows of a file that became a directory with one empty file in it, or the other way round, when the row is one of them.</summary>
    private async Task<(HistoryRow User, HistoryRow Address)?> BindingAsync(HistoryRow row, CancellationToken ct)
    {
        var path = IsExchange(row) ? row.Path : row.Path[..Math.Max(0, row.Path.LastIndexOf('/'))];
        if (!path.Contains('/', StringComparison.Ordinal))
        {
            // A domain itself: who may undo what is in it may not undo that.
            return null;
        }

        var together = await _reader.FindAsync(new HistoryQuestion { Change = row.Change, Path = path, Limit = 3 }, ct);
        return together.Count == 2 && together.FirstOrDefault(each => each.Path == path && IsExchange(each)) is { } user
            && together.FirstOrDefault(each => each != user) is { } address && IsHeld(address, user)
            ? (user, address)
            : null;
    }

    private static bool IsExchange(HistoryRow row) =>
        (row.BeforeContent.Kind, row.AfterContent.Kind) is (FileKind.File, FileKind.Directory) or (FileKind.Directory, FileKind.File);

    private static bool IsHeld(HistoryRow row, HistoryRow user) => user.AfterContent.Kind == FileKind.Directory
        ? row.BeforeContent == TreeContent.Absent && row.AfterContent == TreeContent.EmptyFile
        : row.BeforeContent == TreeContent.EmptyFile && row.AfterContent == TreeContent.Absent;

    private PolicyEdit Undo(HistoryRow row, string who, string? holding = null) =>
        row.BeforeContent.Kind == FileKind.Other || row.AfterContent.Kind == FileKind.Other
            ? new PolicyEdit(PolicyEditKind.InTheWay, "", $"{row.Path} was nothing that is kept: too large for a policy file, or neither file nor directory.")
            : _writer.Change(
                who, row.Path.Split('/'), (walk, present) => TreeUndo.Decide(new TreeChange(row.Path, row.BeforeContent, row.AfterContent), walk, present, holding), row.Id, holding: holding);
}
