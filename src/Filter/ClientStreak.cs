using System.Net;

namespace MsLite.Filter;

/// <summary>The latest sessions as far as they came from one address, one after the other. Memory is the same for any number of sessions and addresses.</summary>
/// <param name="ticksPerSecond">Of the clock whose times are given.</param>
internal sealed class ClientStreak(long ticksPerSecond)
{
    /// <summary>Fewer may be somebody who tries the program out, or a quiet night.</summary>
    public const int LeastSessions = 25;

    /// <summary>A burst from one host is no sign: a whole mailing may come from it.</summary>
    public static readonly TimeSpan LeastDuration = TimeSpan.FromMinutes(3);

    /// <summary>The sessions must lie within it, and for as long nobody else may have come.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private readonly long[] _latest = new long[LeastSessions];
    private long _count;
    private long _first;
    private long _last;
    private long? _lastOther;

    /// <summary>Whose sessions these are; null when the last one was somebody's who cannot be a gateway.</summary>
    public IPAddress? Address { get; private set; }

    /// <summary>A session from an address that may be a gateway's.</summary>
    public void Add(IPAddress address, long now)
    {
        if (!address.Equals(Address))
        {
            Break(Address is null ? _lastOther : _last);
            Address = address;
        }
        else if (now - _last > Ticks(Window))
        {
            _count = 0;
        }

        _first = _count == 0 ? now : _first;
        _latest[_count++ % LeastSessions] = now;
        _last = now;
    }

    /// <summary>A session of anybody else.</summary>
    public void End(long now) => Break(now);

    /// <summary>Everybody who came lately came from this one address.</summary>
    public bool IsAlone(long now) =>
        _count >= LeastSessions
        && now - _first >= Ticks(LeastDuration)
        && now - _latest[_count % LeastSessions] <= Ticks(Window)
        && (_lastOther is null || now - _lastOther > Ticks(Window));

    private void Break(long? lastOther)
    {
        Address = null;
        _count = 0;
        _lastOther = lastOther;
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * ticksPerSecond);
}
