namespace MsLite.Filter.Live;

/// <summary>
/// The sessions as they talk. While nobody looks on nothing is made and nothing kept: that costs the mail side one read of a flag for
/// each reply. A reader that falls behind is told how much it missed; nobody waits for it.
/// </summary>
/// <remarks>Ask for a subscription, then again and again <see cref="After"/>, waiting for news when it gives nothing.</remarks>
public sealed class LiveFeed : IDisposable
{
    /// <summary>Steps remembered, for a reader that is slow or comes back.</summary>
    public const int Capacity = 4000;

    /// <summary>Steps given at once.</summary>
    public const int MostAtOnce = 500;

    /// <summary>After the last reader has gone: its connection may have been lost, and it comes back for what it missed.</summary>
    internal static readonly TimeSpan GoesOnFor = TimeSpan.FromSeconds(30);

    private readonly FeedRing<LiveStep> _ring = new(Capacity);
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private int _readers;
    private volatile bool _isListening;

    public LiveFeed(TimeProvider clock) =>
        _timer = clock.CreateTimer(static feed => ((LiveFeed)feed!).StopIfLeft(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Whether it is worth making a step.</summary>
    public bool IsListening => _isListening;

    /// <summary>The number of the newest step; 0 before the first.</summary>
    public long Last => _ring.Last;

    /// <summary>Told of every step from now on; dispose it to be told no more.</summary>
    public ActivitySubscription Subscribe()
    {
        lock (_gate)
        {
            _readers++;
            _isListening = true;
        }

        return _ring.Subscribe(Leave);
    }

    /// <summary>The steps behind number <paramref name="last"/>, the oldest first, at most <see cref="MostAtOnce"/>.</summary>
    public FeedPart<LiveStep> After(long last) => _ring.After(last, MostAtOnce);

    public void Dispose() => _timer.Dispose();

    internal void Publish(LiveStep step) => _ring.Publish(step);

    private void Leave()
    {
        lock (_gate)
        {
            if (--_readers == 0)
            {
                _timer.Change(GoesOnFor, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void StopIfLeft()
    {
        lock (_gate)
        {
            if (_readers == 0)
            {
                _isListening = false;
                _ring.Clear();
            }
        }
    }
}
