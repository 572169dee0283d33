using MsLite.Harness;

namespace MsLite.Filter.Tests.Activities;

public sealed class MinuteRatesTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void Each_minute_of_the_last_hour_has_its_own_count()
    {
        var rates = new MinuteRates(_clock);
        rates.Add(FateKind.Delivered);
        _clock.Advance(TimeSpan.FromMinutes(1));
        rates.Add(FateKind.Archived);
        rates.Add(FateKind.Deferred);

        var minutes = rates.Read();

        Assert.Equal(60, minutes.Count);
        Assert.Equal(new FateCount(_clock.GetUtcNow(), 0, 1, 1), minutes[^1]);
        Assert.Equal(new FateCount(_clock.GetUtcNow().AddMinutes(-1), 1, 0, 0), minutes[^2]);
        Assert.Equal(3, minutes.Sum(minute => minute.Sum));
    }

    [Theory]
    [InlineData(59, 1)]
    [InlineData(60, 0)]
    [InlineData(100_000, 0)]
    public void What_is_older_than_an_hour_is_forgotten(int minutes, int left)
    {
        var rates = new MinuteRates(_clock);
        rates.Add(FateKind.Delivered);

        _clock.Advance(TimeSpan.FromMinutes(minutes));

        Assert.Equal(left, rates.Read().Sum(minute => minute.Sum));
    }
}
