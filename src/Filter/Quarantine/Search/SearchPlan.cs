namespace MsLite.Filter.Quarantine.Search;

/// <summary>A question in SQL: only constants in the text, every value a parameter.</summary>
/// <param name="From">What stands behind FROM; the rows are called c.</param>
/// <param name="Key">The column that bounds and orders: the table that drives the search has to say it.</param>
internal sealed record SearchPlan(string From, string Key)
{
    public List<string> Conditions { get; } = [];

    public List<(string Name, object? Value)> Values { get; } = [];

    public string Where => Conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", Conditions);

    public void Add(string condition, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        Conditions.Add(condition);
        Values.AddRange(values);
    }
}
