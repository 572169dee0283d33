namespace MsLite.Filter.Journal;

/// <summary>How many rows of the journal one domain got within an hour that are alike in what a week's count asks for.</summary>
/// <param name="Domain">The recipients'.</param>
/// <param name="Hour">Hours since 1970.</param>
/// <param name="Blocker">The deciding rung; empty when nothing spoke.</param>
/// <param name="Zone">The DNS blocklist whose entry gave the reason; else empty.</param>
internal readonly record struct HourCount(string Domain, long Hour, FateKind Fate, string Blocker, string Zone)
{
    private const string Blocklists = "checks/dnsbl";
    private const string BlocklistReason = "IP listed in DNS blacklist ";

    private static readonly long s_milliseconds = (long)TimeSpan.FromHours(1).TotalMilliseconds;

    public long Rows { get; init; }

    public static long HourOf(DateTimeOffset time) => HourOf(time.ToUnixTimeMilliseconds());

    /// <param name="time">Milliseconds since 1970.</param>
    public static long HourOf(long time) => time / s_milliseconds;

    /// <summary>Which count a row is to be added to; its own rows are none.</summary>
    public static HourCount Of(PendingRow row)
    {
        var (blocker, reason) = (row.Blocker.ToString(), row.Reason.ToString());
        return new HourCount(
            row.Domain.ToString(),
            HourOf(row.Time),
            FateKindExtensions.OfWord(row.Fate.ToString()),
            blocker,
            blocker == Blocklists && reason.StartsWith(BlocklistReason, StringComparison.Ordinal) ? reason[BlocklistReason.Length..] : "");
    }
}
