namespace MsLite.Filter;

/// <summary>What became of the messages of one stretch of time: a minute of the last hour, a day of the journal.</summary>
/// <param name="Start">Where the stretch begins.</param>
public sealed record FateCount(DateTimeOffset Start, long Delivered, long Archived, long Deferred)
{
    public long Sum => Delivered + Archived + Deferred;
}
