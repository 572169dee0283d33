namespace MsLite.Filter.Live;

/// <summary>A stretch of a feed, the oldest item first.</summary>
/// <param name="Last">The number of the last item; to be handed back for the stretch behind it.</param>
/// <param name="Missed">Items in front of these that the reader came too late for: they are gone.</param>
public sealed record FeedPart<T>(IReadOnlyList<T> Items, long Last, long Missed)
{
    /// <summary>The number of an item of <see cref="Items"/>.</summary>
    public long NumberOf(int index) => Last - Items.Count + 1 + index;
}
