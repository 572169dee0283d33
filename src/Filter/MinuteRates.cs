namespace MsLite.Filter;

/// <summary>Messages of the last hour by minute and fate. Memory and time are the same for any number of messages.</summary>
internal sealed class MinuteRates(TimeProvider clock)
{
    /// <summary>Minutes kept, the running one among them.</summary>
    public const int Minutes = 60;

    private readonly Lock _gate = new();
    private readonly long[,] _counts = new long[Minutes, 3];
    private long _minute = MinuteOf(clock.GetUtcNow());

    public void Add(FateKind fate)
    {
        lock (_gate)
        {
            Advance();
            _counts[_minute % Minutes, (int)fate]++;
        }
    }

    /// <summary>One for each minute, the oldest first, the running one last.</summary>
    public IReadOnlyList<FateCount> Read()
    {
        lock (_gate)
        {
            Advance();
            var found = new FateCount[Minutes];
            for (var i = 0; i < Minutes; i++)
            {
                var minute = _minute - Minutes + 1 + i;
                found[i] = new FateCount(
                    DateTimeOffset.FromUnixTimeSeconds(minute * 60), Of(minute, FateKind.Delivered), Of(minute, FateKind.Archived), Of(minute, FateKind.Deferred));
            }

            return found;
        }
    }

    private static long MinuteOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / 60;

    private long Of(long minute, FateKind fate) => _counts[minute % Minutes, (int)fate];

    // Minutes in which nothing came are cleared on the way. A clock that is set back counts on in the minute it had reached.
    private void Advance()
    {
        var now = MinuteOf(clock.GetUtcNow());
        for (var minute = Math.Max(_minute + 1, now - Minutes + 1); minute <= now; minute++)
        {
            for (var fate = 0; fate < 3; fate++)
            {
                _counts[minute % Minutes, fate] = 0;
            }
        }

        _minute = Math.Max(_minute, now);
    }
}
