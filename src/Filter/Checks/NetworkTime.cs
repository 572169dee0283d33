namespace MsLite.Filter.Checks;

/// <summary>
/// How long one message's verdict may wait for the network: all checks together, from the first question on. A message that asks
/// nothing pays for no timer.
/// </summary>
internal sealed class NetworkTime(TimeSpan most, TimeProvider time, CancellationToken session) : IDisposable
{
    private readonly Lock _gate = new();
    private CancellationTokenSource? _deadline;
    private CancellationTokenSource? _limit;
    private bool _isOver;

    public TimeSpan Most => most;

    /// <summary>The session has ended.</summary>
    public CancellationToken Session => session;

    /// <summary>The session has ended, or time is up. The clock runs from the first look at it.</summary>
    public CancellationToken Limit
    {
        get
        {
            lock (_gate)
            {
                if (_isOver)
                {
                    return new CancellationToken(canceled: true);
                }

                _deadline ??= new CancellationTokenSource(most, time);
                _limit ??= CancellationTokenSource.CreateLinkedTokenSource(session, _deadline.Token);
                return _limit.Token;
            }
        }
    }

    /// <summary>Time is up, and the session still waits.</summary>
    public bool IsUp => _deadline is { IsCancellationRequested: true } && !session.IsCancellationRequested;

    /// <summary>Who is still being asked is not needed any more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            _limit?.Cancel();
            _limit?.Dispose();
            _deadline?.Dispose();
        }
    }
}
