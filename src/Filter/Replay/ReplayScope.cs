namespace MsLite.Filter.Replay;

/// <summary>Whose mail is looked at.</summary>
/// <param name="Domains">Only mail for these, which the asker may see; null for everybody's.</param>
public sealed record ReplayScope(IReadOnlySet<string>? Domains)
{
    /// <summary>Of these, this one only; null for all.</summary>
    public string? Domain { get; init; }

    /// <summary>Rows looked at; more make the answer a part of the truth, and it says so.</summary>
    public int MostRows { get; init; } = PolicyReplay.MostRows;
}
