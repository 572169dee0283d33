namespace MsLite.Filter.Quarantine.Errands;

/// <summary>What became of one copy of an errand.</summary>
/// <param name="IsDone">Whether what was wanted is so now.</param>
/// <param name="Text">A sentence: what was done, or why not.</param>
public sealed record ErrandResult(long Key, string Subject, string Recipient, bool IsDone, string Text)
{
    /// <summary>The message's reference; the file's name where it has none, and empty when no copy is meant.</summary>
    public string Id { get; init; } = "";
}
