using System.Data.Common;
using System.Globalization;
using MsLite.Filter.Access;
using MsLite.Filter.History;
using MsLite.Filter.Policy;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Admin.Policy;

/// <summary>Takes a change from a page: asks whether the caller may, has it done, and tells how it could be typed and taken back.</summary>
internal sealed class PolicyDesk(PolicyEditor editor, PolicyBrowser browser, HistoryReader history, HistoryUndo undo, SrvTree tree)
{
    /// <summary>A new domain with more files is removed on its own page.</summary>
    private const int MostOfCreation = 50;

    private const string NotYours = "You may look at this, but not change it.";

    public async Task<PolicyAnswer> ApplyAsync(Caller caller, string domain, PolicyForm typed, CancellationToken ct)
    {
        if (typed.Undo is { Length: > 0 } rows)
        {
            return await UndoAsync(caller, rows, ct);
        }

        var change = PolicyChange.Of(typed);
        if (!caller.MayChange(domain) || (change.Below.Count == 0 && !caller.ChangesEverything))
        {
            return PolicyAnswer.Refused(domain, NotYours);
        }

        if (!editor.TryParse(domain, change.Below, out var path, out var fault))
        {
            return PolicyAnswer.Refused(domain, fault);
        }

        try
        {
            return typed.Do == PolicyDeed.Restrict
                ? await RestrictAsync(caller, path, change, (typed.Name ?? "").Trim(), ct)
                : await ChangeAsync(caller, path, change, ct);
        }
        catch (IOException broken)
        {
            return PolicyAnswer.Refused(path.Text, $"The disk does not take it: {broken.Message}");
        }
    }

    /// <summary>The newest change of a place by somebody, for its undoing; none when the database does not answer.</summary>
    public async Task<IReadOnlyList<long>> NewestAsync(string path, string who, CancellationToken ct)
    {
        try
        {
            return [.. (await history.FindAsync(new HistoryQuestion { Path = path, Who = who, Limit = 1 }, ct)).Select(row => row.Id)];
        }
        catch (DbException)
        {
            // The change is made; its row waits, and stands in the history when the database is back.
            return [];
        }
    }

    /// <summary>The rows that take a domain's creation back, newest first.</summary>
    public async Task<IReadOnlyList<long>> CreationAsync(string domain, string who, CancellationToken ct)
    {
        try
        {
            var rows = await history.FindAsync(new HistoryQuestion { Path = domain, Who = who, Limit = MostOfCreation }, ct);
            var first = rows.ToList().FindIndex(row => row.Path == domain);
            return [.. rows.Take(first + 1).Select(row => row.Id)];
        }
        catch (DbException)
        {
            return [];
        }
    }

    private async Task<PolicyAnswer> ChangeAsync(Caller caller, PolicyPath path, PolicyChange change, CancellationToken ct)
    {
        var present = browser.Find(path);
        var command = change.Content is null
            ? TreeCommand.Remove(tree.Root, present?.Path ?? path.Text, present?.IsDirectory == true)
            : TreeCommand.Put(tree.Root, path.Text, change.Content, present is { IsDirectory: false } ? present.Bytes : null);
        var edit = change.Content is null
            ? editor.Delete(path, change.Condition, caller.Name)
            : editor.Put(path, change.Content, change.Condition, caller);
        if (!edit.IsDone)
        {
            return new PolicyAnswer(edit.Kind, path.Text, edit.Sentence);
        }

        var rows = edit.Kind == PolicyEditKind.Unchanged ? [] : await NewestAsync(present?.Path ?? path.Text, caller.Name, ct);
        return new PolicyAnswer(edit.Kind, path.Text, Said(edit.Kind, present?.Path ?? path.Text), command, rows);
    }

    private async Task<PolicyAnswer> RestrictAsync(Caller caller, PolicyPath user, PolicyChange change, string address, CancellationToken ct)
    {
        if (!editor.TryParse(user.Domain, [.. change.Below, address], out var path, out var fault))
        {
            return PolicyAnswer.Refused(user.Text, fault);
        }

        var from = path.Text[(path.Text.LastIndexOf('/') + 1)..];
        var edit = editor.Restrict(user, path, change.Condition, caller.Name);
        return edit.IsDone
            ? new PolicyAnswer(
                edit.Kind, user.Text, $"{user.Text} gets mail from {from} alone now.", TreeCommand.Restrict(tree.Root, user.Text, from), await NewestAsync(user.Text, caller.Name, ct))
            : new PolicyAnswer(edit.Kind, user.Text, edit.Sentence);
    }

    private async Task<PolicyAnswer> UndoAsync(Caller caller, string rows, CancellationToken ct)
    {
        PolicyAnswer? answer = null;
        foreach (var text in rows.Split(',').Take(MostOfCreation))
        {
            if (!long.TryParse(text, CultureInfo.InvariantCulture, out var id) || (await history.FindAsync(new HistoryQuestion { Id = id, Limit = 1 }, ct)) is not [var row] || !caller.MaySee(row.Domain))
            {
                return PolicyAnswer.Refused("", "There is no such change any more.");
            }

            if (!caller.MayChange(row.Domain) || (row.Path == row.Domain && !caller.ChangesEverything))
            {
                return PolicyAnswer.Refused(row.Path, NotYours);
            }

            var (edit, names) = await undo.UndoAsync(row, caller.Name, ct);
            if (!edit.IsDone)
            {
                return new PolicyAnswer(edit.Kind, row.Path, edit.Sentence);
            }

            answer = new PolicyAnswer(edit.Kind, row.Path, Undone(row, names), Rows: await NewestAsync(row.Path, caller.Name, ct));
        }

        return answer ?? PolicyAnswer.Refused("", "There is no such change any more.");
    }

    private static string Undone(HistoryRow row, int names) => names switch
    {
        0 => $"{row.Path} was as it had been before already.",
        1 => $"Undone: {row.Path} is as it was before.",
        2 => $"Undone: {row.Path} is as it was before, and the other name that was changed with it.",
        _ => $"Undone: {row.Path} is as it was before, with {names - 1} names below it.",
    };

    private static string Said(PolicyEditKind kind, string path) => kind switch
    {
        PolicyEditKind.Created => $"{path} is there now.",
        PolicyEditKind.Changed => $"{path} is changed.",
        PolicyEditKind.Deleted => $"{path} is removed.",
        _ => $"{path} was like that already.",
    };
}
