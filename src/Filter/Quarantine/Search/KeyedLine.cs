namespace MsLite.Filter.Quarantine.Search;

/// <summary>A line with its place among all copies.</summary>
internal readonly record struct KeyedLine(long Key, FollowedLine Line)
{
    public QuarantineEntry Entry => Line.Entry;

    public long Position => Line.Position;

    public string Flags => Line.Flags;
}
