using MsLite.Filter.Live;

namespace MsLite.Filter;

/// <summary>The last messages and their fates, in memory, with subscriptions: what panel and API show live.</summary>
public sealed class ActivityFeed
{
    /// <summary>Messages remembered.</summary>
    public const int Capacity = 200;

    private readonly FeedRing<Activity> _ring = new(Capacity);

    /// <summary>The number of the newest message; 0 before the first.</summary>
    public long Last => _ring.Last;

    public void Publish(Activity activity) => _ring.Publish(activity);

    /// <summary>The last <paramref name="count"/> messages, the newest first.</summary>
    public IReadOnlyList<Activity> Recent(int count) => _ring.Recent(count);

    /// <summary>The messages behind number <paramref name="last"/>, the oldest first.</summary>
    public FeedPart<Activity> After(long last) => _ring.After(last, Capacity);

    /// <summary>Told of every change from now on; dispose it to be told no more.</summary>
    public ActivitySubscription Subscribe() => _ring.Subscribe();
}
