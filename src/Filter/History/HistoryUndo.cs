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

    /// <summary>Undoes a row; with a directory that was removed comes back what was removed with it.</summary>
    /// <returns>What became of it, and how many names were changed.</returns>
    /// <exception cref="DbException">The database does not answer.</exception>
    /// <exception cref="IOException">The disk is full or broken.</exception>
    public async Task<(PolicyEdit Edit, int Names)> UndoAsync(HistoryRow row, string who, CancellationToken ct)
    {
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

    private PolicyEdit Undo(HistoryRow row, string who) =>
        row.BeforeContent.Kind == FileKind.Other || row.AfterContent.Kind == FileKind.Other
            ? new PolicyEdit(PolicyEditKind.InTheWay, "", $"{row.Path} was nothing that is kept: too large for a policy file, or neither file nor directory.")
            : _writer.Change(
                who, row.Path.Split('/'), (walk, present) => TreeUndo.Decide(new TreeChange(row.Path, row.BeforeContent, row.AfterContent), walk, present), row.Id);
}
