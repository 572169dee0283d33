namespace MsLite.Filter.Quarantine.Search;

/// <summary>What the copies that a question finds have in common, with those who sent the newest of them, the most frequent first.</summary>
public sealed record QuarantineSurvey(QuarantineFacets Facets, IReadOnlyList<FacetCount> Senders);
