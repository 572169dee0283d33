using Microsoft.Extensions.Logging;

namespace MsLite.Filter.Quarantine;

/// <summary>Turns the tree to each new day, mail or no mail.</summary>
internal sealed class Midnight(TimeProvider clock, QuarantineTree tree, ILogger logger) : IDisposable
{
    /// <summary>Looked at anew at least this often: a clock may be set, a machine may sleep, and timers notice neither.</summary>
    private static readonly TimeSpan s_most = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private ITimer? _timer;
    private bool _stopped;

    public void Start()
    {
        lock (_lock)
        {
            _timer ??= clock.CreateTimer(_ => Turn(), state: null, UntilNext(), Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _stopped = true;
            _timer?.Dispose();
        }
    }

    private void Turn()
    {
        Try(tree.Turn);

        // Before what may take long, or hang on somebody's disk: the next day comes all the same.
        Rearm();
        Try(() => tree.Tidy(CancellationToken.None));
    }

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            logger.CannotTurn(error.Message);
        }
    }

    private void Rearm()
    {
        lock (_lock)
        {
            if (!_stopped)
            {
                _timer!.Change(UntilNext(), Timeout.InfiniteTimeSpan);
            }
        }
    }

    private TimeSpan UntilNext()
    {
        var now = clock.GetLocalNow().DateTime;
        // A moment late rather than early: timers count in their own way.
        var midnight = now.Date.AddDays(1) - now + TimeSpan.FromMilliseconds(20);
        return midnight < s_most ? midnight : s_most;
    }
}
