using MsLite.Filter.Policy.Editing;

namespace MsLite.Admin.Policy;

/// <summary>What became of a change that a page asked for.</summary>
/// <param name="Kind">As the editor says it.</param>
/// <param name="Path">Relative to /srv.</param>
/// <param name="Sentence">What was done, or why not.</param>
/// <param name="Command">The shell command that does the same; empty when nothing was done.</param>
/// <param name="Rows">The history's rows that undo it, newest first.</param>
public sealed record PolicyAnswer(PolicyEditKind Kind, string Path, string Sentence, string Command = "", IReadOnlyList<long>? Rows = null)
{
    public bool IsDone => Kind is PolicyEditKind.Created or PolicyEditKind.Changed or PolicyEditKind.Unchanged or PolicyEditKind.Deleted;

    /// <summary>Somebody else was ahead: what was typed is shown beside what stands there now.</summary>
    public bool IsStale => Kind == PolicyEditKind.Stale;

    public bool CanBeUndone => Rows is { Count: > 0 };

    internal static PolicyAnswer Refused(string path, string sentence) => new(PolicyEditKind.BadName, path, sentence);
}
