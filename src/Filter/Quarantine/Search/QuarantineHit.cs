namespace MsLite.Filter.Quarantine.Search;

/// <summary>A copy that a search found. <paramref name="Entry"/> lacks the trace and the sum, which stand in the index only.</summary>
/// <param name="Key">Its place among all copies: higher is newer. The last one of a page is the cursor of the next.</param>
/// <param name="Position">Where its line begins in the index of its directory.</param>
/// <param name="Flags">Maildir's flags: S is seen, P is released.</param>
public sealed record QuarantineHit(long Key, QuarantineEntry Entry, long Position, string Flags)
{
    public bool IsSeen => Flags.Contains('S', StringComparison.Ordinal);

    public bool IsReleased => Flags.Contains('P', StringComparison.Ordinal);
}
