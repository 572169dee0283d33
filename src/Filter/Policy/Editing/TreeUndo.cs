namespace MsLite.Filter.Policy.Editing;

/// <summary>The one rule for taking a change back: never over what somebody has done since.</summary>
internal static class TreeUndo
{
    /// <param name="holding">The one empty file that a directory got with the change, and that goes with it.</param>
    public static (TreeContent? Wanted, PolicyEdit Edit) Decide(TreeChange change, TreeWalk walk, TreeContent present, string? holding = null)
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

        return present.Kind == FileKind.Directory && !walk.Deepest.HoldsOnly(walk.Name, holding)
            ? (null, new PolicyEdit(PolicyEditKind.InTheWay, "", holding is null
                ? $"{change.Path} is not empty any more. Undo first what was put into it."
                : $"{change.Path} does not hold {holding} alone any more. Undo first what was changed there since."))
            : (change.Before, new PolicyEdit(PolicyEditKind.Changed));
    }
}
