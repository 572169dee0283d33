namespace MsLite.Filter.Release;

/// <summary>What became of releasing one copy.</summary>
/// <param name="Recipient">As the index has it.</param>
/// <param name="IsReleased">The next hop has it.</param>
/// <param name="Text">A sentence: where it went, or why it did not.</param>
/// <param name="Warning">Something the operator should know all the same; empty when there is nothing.</param>
public sealed record ReleaseOutcome(string Recipient, bool IsReleased, string Text, string Warning = "")
{
    /// <summary>Disk or database are at fault and nothing was sent: the same may be tried again.</summary>
    public bool IsFault { get; init; }
}
