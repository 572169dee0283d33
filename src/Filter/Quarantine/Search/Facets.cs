namespace MsLite.Filter.Quarantine.Search;

/// <summary>What copies are counted by, as the table <c>totals</c> calls it.</summary>
internal static class Facets
{
    public const string Domain = "domain";
    public const string Day = "day";
    public const string Blocker = "blocker";

    /// <summary>Not in <c>totals</c>: there may be as many as copies.</summary>
    public const string Sender = "sender";
}
