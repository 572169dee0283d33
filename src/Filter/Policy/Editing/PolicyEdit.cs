namespace MsLite.Filter.Policy.Editing;

public enum PolicyEditKind
{
    Created,
    Changed,

    /// <summary>It was as it should be already.</summary>
    Unchanged,
    Deleted,

    /// <summary>There is nothing at this place, or no such domain.</summary>
    NotThere,

    /// <summary>The condition does not hold: somebody else has changed it since.</summary>
    Stale,

    /// <summary>Something else stands in the way, a directory or a link.</summary>
    InTheWay,

    /// <summary>No such name can match.</summary>
    BadName,

    /// <summary>What was to be written says nothing, or nothing here.</summary>
    BadContent,

    /// <summary>Only an administrator may write that.</summary>
    Reserved,

    /// <summary>The tree is read-only for this program.</summary>
    ReadOnly,
}

/// <summary>What became of a change.</summary>
/// <param name="ETag">Of what stands there now; empty when nothing does.</param>
/// <param name="Sentence">For people: what was wrong and what to do; empty when it is done.</param>
public sealed record PolicyEdit(PolicyEditKind Kind, string ETag = "", string Sentence = "")
{
    /// <summary>What the change left there, whatever others have done since; null when it was removed, was not done, or stands behind a link.</summary>
    public PolicyItem? Item { get; init; }

    public bool IsDone => Kind is PolicyEditKind.Created or PolicyEditKind.Changed or PolicyEditKind.Unchanged or PolicyEditKind.Deleted;
}
