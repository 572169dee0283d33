namespace MsLite.Filter.Quarantine.Search;

/// <summary>Counts rows by what they have in common.</summary>
internal sealed class FacetTally
{
    private const int Most = 50;

    private readonly Dictionary<(string Facet, string Value), long> _counts = [];

    public void Add(string domain, string day, string blocker, long copies)
    {
        Add(Facets.Domain, domain, copies);
        Add(Facets.Day, day, copies);
        Add(Facets.Blocker, blocker, copies);
    }

    public void Add(string facet, string value, long copies) => _counts[(facet, value)] = _counts.GetValueOrDefault((facet, value)) + copies;

    public QuarantineFacets ToFacets(bool isWhole) =>
        new(Counts(Facets.Day).Sum(count => count.Copies), isWhole, Top(Facets.Domain), Top(Facets.Day), Top(Facets.Blocker));

    /// <summary>The most frequent first.</summary>
    public IReadOnlyList<FacetCount> Top(string facet) =>
        [.. Counts(facet).OrderByDescending(count => count.Copies).ThenBy(count => count.Value, StringComparer.Ordinal).Take(Most)];

    private IEnumerable<FacetCount> Counts(string facet) =>
        _counts.Where(count => count.Key.Facet == facet && count.Value > 0).Select(count => new FacetCount(count.Key.Value, count.Value));
}
