using MsLite.Filter.History;

namespace MsLite.Filter.Policy.Editing;

/// <summary>
/// Changes single names of the tree, one after the other, beside anybody else who works in it: a change that another one gets ahead
/// of is looked at again, never written over it unseen.
/// </summary>
internal sealed class TreeWriter(SrvTree tree, TreeHistory history)
{
    /// <summary>Somebody who writes faster than we can look will not be beaten by a further try.</summary>
    private const int MostTries = 20;

    public string Root => tree.Root;

    /// <summary>Brings a place into another state.</summary>
    /// <param name="decide">Asked for each state that is found there: what should stand there instead, or why nothing is to be done.</param>
    /// <param name="undoes">The history's row that this undoes; 0 for none.</param>
    /// <param name="made">Told every name that was changed, in order.</param>
    /// <param name="holding">An empty file that a directory put in place of a file holds from its first moment on, or that goes with the directory when a file takes its place.</param>
    public PolicyEdit Change(
        string who,
        IReadOnlyList<string> names,
        Func<TreeWalk, TreeContent, (TreeContent? Wanted, PolicyEdit Edit)> decide,
        long undoes = 0,
        List<TreeChange>? made = null,
        string? holding = null) => Guard(() =>
    {
        lock (history.Gate)
        {
            for (var i = 0; i < MostTries; i++)
            {
                if (Try(who, names, decide, undoes, made, holding) is { } edit)
                {
                    return edit;
                }
            }
        }

        return new PolicyEdit(PolicyEditKind.Stale, "", "Somebody else is changing this very file. Try again.");
    });

    /// <summary>What <see cref="Change"/> would say, without changing anything.</summary>
    public PolicyEdit Look(IReadOnlyList<string> names, Func<TreeWalk, TreeContent, (TreeContent? Wanted, PolicyEdit Edit)> decide) => Guard(() =>
    {
        using var walk = new TreeWalk(Root, names);
        return Obstacle(walk) ?? decide(walk, walk.Read()).Edit;
    });

    private PolicyEdit Guard(Func<PolicyEdit> act)
    {
        try
        {
            return act();
        }
        catch (IOException error) when (error.HResult is Posix.AccessDenied or Posix.ReadOnlyFileSystem)
        {
            return new PolicyEdit(PolicyEditKind.ReadOnly, "", $"{Root} is read-only for this program ({error.Message}) Change it where it is written, or give the program's user the right to.");
        }
        catch (IOException error) when (error.HResult == Posix.NoEntry)
        {
            return new PolicyEdit(PolicyEditKind.NotThere, "", $"There is no directory {Root}, so no domain is hosted. Make it, or set MsLite:SrvRoot.");
        }
    }

    private static PolicyEdit? Obstacle(TreeWalk walk) => walk.Obstacle is { } obstacle
        ? new PolicyEdit(PolicyEditKind.InTheWay, "", $"{obstacle} is a file or a symbolic link, and nothing is changed behind one. Remove it first.")
        : null;

    /// <summary>Null when something else stood there by the time of the change.</summary>
    private PolicyEdit? Try(string who, IReadOnlyList<string> names, Func<TreeWalk, TreeContent, (TreeContent? Wanted, PolicyEdit Edit)> decide, long undoes, List<TreeChange>? made, string? holding)
    {
        using var walk = new TreeWalk(Root, names);
        if (Obstacle(walk) is { } obstacle)
        {
            return obstacle;
        }

        var present = walk.Read();
        var (wanted, edit) = decide(walk, present);
        if (wanted is null || wanted == present)
        {
            return edit;
        }

        var changes = new List<TreeChange>(wanted.IsThere ? walk.Complete() : []);
        var done = TryApply(walk, present, wanted, changes, holding);
        history.Note(who, changes, undoes);
        made?.AddRange(changes);
        return done ? edit : null;
    }

    private static bool TryApply(TreeWalk walk, TreeContent present, TreeContent wanted, List<TreeChange> changes, string? holding)
    {
        if (!wanted.IsThere)
        {
            return TryDelete(walk, present, changes);
        }

        var done = present.IsThere ? walk.Deepest.TryReplace(walk.Name, present, wanted, holding)
            : wanted.Kind == FileKind.Directory ? walk.Deepest.Make(walk.Name)
            : walk.Deepest.TryCreate(walk.Name, wanted);
        if (done)
        {
            changes.AddRange(Made(new TreeChange(walk.Path, present, wanted), holding));
        }

        return done;
    }

    /// <summary>In the order in which one would have done it by hand.</summary>
    private static IEnumerable<TreeChange> Made(TreeChange change, string? holding) =>
        holding is null ? [change]
        : change.After.Kind == FileKind.Directory ? [change, new TreeChange($"{change.Path}/{holding}", TreeContent.Absent, TreeContent.EmptyFile)]
        : [new TreeChange($"{change.Path}/{holding}", TreeContent.EmptyFile, TreeContent.Absent), change];

    private static bool TryDelete(TreeWalk walk, TreeContent present, List<TreeChange> changes)
    {
        if (walk.Deepest.TryTake(walk.Name) is not { } temporary)
        {
            return false;
        }

        if (walk.Deepest.Stat(temporary).Kind == FileKind.Directory)
        {
            changes.AddRange(TreeRemoval.Remove(walk.Deepest, temporary, walk.Path));
            return true;
        }

        var taken = walk.Deepest.Read(temporary);
        if (taken != present && walk.Deepest.TryPutBack(temporary, walk.Name))
        {
            return false;
        }

        walk.Deepest.Unlink(temporary);
        changes.Add(new TreeChange(walk.Path, taken, TreeContent.Absent));
        return true;
    }
}
