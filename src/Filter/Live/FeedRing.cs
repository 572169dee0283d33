namespace MsLite.Filter.Live;

/// <summary>
/// The last items of a feed, numbered from 1, with subscriptions. Publishing costs one short lock and one signal for each subscriber,
/// however slow that one is: a subscriber is told that there is news, comes for it when it can, and is told what it came too late for.
/// </summary>
internal sealed class FeedRing<T>(int capacity)
{
    private readonly Lock _gate = new();
    private readonly T[] _ring = new T[capacity];
    private readonly List<ActivitySubscription> _subscriptions = [];
    private long _published;
    private long _gone;

    /// <summary>The number of the newest item; 0 before the first.</summary>
    public long Last
    {
        get
        {
            lock (_gate)
            {
                return _published;
            }
        }
    }

    public void Publish(T item)
    {
        lock (_gate)
        {
            _ring[_published % capacity] = item;
            _published++;
            foreach (var subscription in _subscriptions)
            {
                subscription.Signal();
            }
        }
    }

    /// <summary>The last <paramref name="count"/> items, the newest first.</summary>
    public IReadOnlyList<T> Recent(int count)
    {
        lock (_gate)
        {
            var found = new T[Math.Min(count, (int)Math.Min(_published - _gone, capacity))];
            for (var i = 0; i < found.Length; i++)
            {
                found[i] = _ring[(_published - 1 - i) % capacity];
            }

            return found;
        }
    }

    /// <summary>The items behind number <paramref name="last"/>, the oldest first, at most <paramref name="most"/>.</summary>
    public FeedPart<T> After(long last, int most)
    {
        lock (_gate)
        {
            // A number from another life of the program is as good as none.
            var from = Math.Clamp(last, 0, _published);
            var oldest = Math.Max(from, Math.Max(_gone, _published - capacity));
            var items = new T[Math.Min(most, (int)(_published - oldest))];
            for (var i = 0; i < items.Length; i++)
            {
                items[i] = _ring[(oldest + i) % capacity];
            }

            return new FeedPart<T>(items, oldest + items.Length, oldest - from);
        }
    }

    /// <summary>Lets go of the items; the numbers go on.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            Array.Clear(_ring);
            _gone = _published;
        }
    }

    /// <summary>Told of every item from now on; dispose it to be told no more.</summary>
    /// <param name="ended">Called when it is disposed.</param>
    public ActivitySubscription Subscribe(Action? ended = null)
    {
        var subscription = new ActivitySubscription(gone =>
        {
            if (Remove(gone))
            {
                ended?.Invoke();
            }
        });
        lock (_gate)
        {
            _subscriptions.Add(subscription);
        }

        return subscription;
    }

    private bool Remove(ActivitySubscription subscription)
    {
        lock (_gate)
        {
            return _subscriptions.Remove(subscription);
        }
    }
}
