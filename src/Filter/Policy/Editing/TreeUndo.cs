namespace MsLite.Filter.Policy.Editing;

/// <summary>The one rule for taking a change back: never over what somebody has done since.</summary>
internal static class TreeUndo
{
    public static (TreeContent? Wanted, PolicyEdit Edit) Decide(TreeChange change, TreeWalk walk, TreeContent present)
    {
        if (present == change.Before)
        {
            return (null, new PolicyEdit(PolicyEditKind.Unchanged));
        }

        if (present != change.After)
        {
            return (null, new PolicyEdit(
                PolicyEditKind.InTheWay, present.IsThere ? present.ETag : "", $"{change.Path} has been changed since: it is not what this change left. Undo the later changes first."));
        }

        return present.Kind == FileKind.Directory && !IsEmpty(walk)
            ? (null, new PolicyEdit(PolicyEditKind.InTheWay, "", $"{change.Path} is not empty any more. Undo first what was put into it."))
            : (change.Before, new PolicyEdit(PolicyEditKind.Changed));
    }

    private static bool IsEmpty(TreeWalk walk)
    {
        using var directory = walk.Deepest.TryOpen(walk.Name);
        return directory is null || directory.Names().Count == 0;
    }
}
