using MsLite.Filter;
using MsLite.Filter.Live;

namespace MsLite.Web.Api;

/// <summary>A live feed as the stream needs it: verdicts or the steps of sessions, filtered and in the form in which they are sent.</summary>
/// <param name="Kind">As in the parameter.</param>
/// <param name="Event">The name of its events.</param>
internal sealed record LiveSource(string Kind, string Event, Func<ActivitySubscription> Subscribe, Func<long> Last, Func<long, LivePart> After)
{
    public const string Verdicts = "verdicts";
    public const string Sessions = "sessions";

    public static LiveSource Of(ActivityFeed feed, LiveFilter filter) =>
        new(Verdicts, "verdict", feed.Subscribe, () => feed.Last, last => LivePart.Of(feed.After(last), filter.Passes, LiveVerdictView.Of));

    public static LiveSource Of(LiveFeed feed, LiveFilter filter) =>
        new(Sessions, "step", feed.Subscribe, () => feed.Last, last => LivePart.Of(feed.After(last), filter.Passes, LiveStepView.Of));
}

/// <param name="Items">Those that pass.</param>
/// <param name="Last">Where to go on.</param>
/// <param name="Missed">Before they were filtered.</param>
/// <param name="IsEmpty">Nothing came, whether it passes or not.</param>
internal sealed record LivePart(IReadOnlyList<(long Number, object View)> Items, long Last, long Missed, bool IsEmpty)
{
    public static LivePart Of<T>(FeedPart<T> part, Predicate<T> passes, Func<T, object> view) => new(
        [.. part.Items.Select((item, index) => (item, index)).Where(each => passes(each.item)).Select(each => (part.NumberOf(each.index), view(each.item)))],
        part.Last, part.Missed, part.Items.Count == 0 && part.Missed == 0);
}
