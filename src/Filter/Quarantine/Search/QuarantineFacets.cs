namespace MsLite.Filter.Quarantine.Search;

/// <summary>What the copies that a question finds have in common, the most frequent first.</summary>
/// <param name="Copies">How many were counted.</param>
/// <param name="IsWhole">False when there are more than were counted: the newest ones were.</param>
public sealed record QuarantineFacets(
    long Copies, bool IsWhole, IReadOnlyList<FacetCount> Domains, IReadOnlyList<FacetCount> Days, IReadOnlyList<FacetCount> Blockers);

/// <summary>How many copies have a value.</summary>
public readonly record struct FacetCount(string Value, long Copies);
