namespace MsLite.Filter.Quarantine.Search;

/// <summary>How fast a pass over the whole quarantine goes: as fast as it can, and with rests while somebody asks, who wants processor and disk for his answer.</summary>
internal sealed class SearchPace(TimeProvider clock)
{
    /// <summary>A pass works at least so long between two rests: however much is asked, it comes to its end.</summary>
    public static readonly TimeSpan Stint = TimeSpan.FromMilliseconds(25);

    /// <summary>Whoever asked is shown the answer meanwhile, and may ask the next.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(250);

    private long _asked = long.MinValue;
    private long _began;

    /// <summary>Whether the pass has worked long enough to make room for one who asked a moment ago.</summary>
    public bool IsTired => RestLeft > TimeSpan.Zero && clock.GetElapsedTime(_began) >= Stint;

    private TimeSpan RestLeft => Volatile.Read(ref _asked) is var asked && asked == long.MinValue ? TimeSpan.Zero : Rest - clock.GetElapsedTime(asked);

    /// <summary>Somebody asks.</summary>
    public void Asked() => Volatile.Write(ref _asked, clock.GetTimestamp());

    /// <summary>A pass begins, rested.</summary>
    public void Begin() => _began = clock.GetTimestamp();

    /// <summary>The rest that is due, if any; the next stint begins with its end.</summary>
    public async Task RestAsync(CancellationToken ct)
    {
        if (IsTired)
        {
            await Task.Delay(RestLeft is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero, clock, ct);
        }

        Begin();
    }
}
