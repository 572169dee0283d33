namespace MsLite.Filter;

/// <summary>How many in the last minute, by the second. Memory and time are the same for any number.</summary>
internal sealed class RateWindow(TimeProvider clock)
{
    private const int Seconds = 60;

    private readonly Lock _gate = new();
    private readonly int[] _counts = new int[Seconds];
    private long _second = SecondOf(clock);

    public void Add()
    {
        lock (_gate)
        {
            Advance();
            _counts[_second % Seconds]++;
        }
    }

    public int Count()
    {
        lock (_gate)
        {
            Advance();
            return _counts.Sum();
        }
    }

    private static long SecondOf(TimeProvider clock) => clock.GetTimestamp() / clock.TimestampFrequency;

    // Seconds in which nothing came are cleared on the way.
    private void Advance()
    {
        var now = SecondOf(clock);
        for (var second = Math.Max(_second + 1, now - Seconds + 1); second <= now; second++)
        {
            _counts[second % Seconds] = 0;
        }

        _second = Math.Max(_second, now);
    }
}
