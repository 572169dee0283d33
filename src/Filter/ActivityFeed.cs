namespace MsLite.Filter;

/// <summary>
/// The last messages and their fates, in memory, with subscriptions: what the panel shows live. Publishing costs the mail side one
/// short lock and one signal for each subscriber, however slow that one is: a subscriber is told that there is news, not what.
/// </summary>
public sealed class ActivityFeed
{
    /// <summary>Messages remembered.</summary>
    public const int Capacity = 200;

    private readonly Lock _gate = new();
    private readonly Activity[] _ring = new Activity[Capacity];
    private readonly List<ActivitySubscription> _subscriptions = [];
    private long _published;

    public void Publish(Activity activity)
    {
        lock (_gate)
        {
            _ring[_published % Capacity] = activity;
            _published++;
            foreach (var subscription in _subscriptions)
            {
                subscription.Signal();
            }
        }
    }

    /// <summary>The last <paramref name="count"/> messages, the newest first.</summary>
    public IReadOnlyList<Activity> Recent(int count)
    {
        lock (_gate)
        {
            var found = new Activity[Math.Min(Math.Min(count, Capacity), (int)Math.Min(_published, Capacity))];
            for (var i = 0; i < found.Length; i++)
            {
                found[i] = _ring[(_published - 1 - i) % Capacity];
            }

            return found;
        }
    }

    /// <summary>Told of every change from now on; dispose it to be told no more.</summary>
    public ActivitySubscription Subscribe()
    {
        var subscription = new ActivitySubscription(Unsubscribe);
        lock (_gate)
        {
            _subscriptions.Add(subscription);
        }

        return subscription;
    }

    private void Unsubscribe(ActivitySubscription subscription)
    {
        lock (_gate)
        {
            _subscriptions.Remove(subscription);
        }
    }
}
