using MsLite.Harness;

namespace MsLite.Web.Tests.Harness;

public sealed class ManualClockTests
{
    [Fact]
    public async Task Fires_delays_in_the_order_they_are_due()
    {
        var clock = new ManualClock();
        var fired = new List<int>();
        using var late = clock.CreateTimer(_ => fired.Add(2), null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
        using var early = clock.CreateTimer(_ => fired.Add(1), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        var delay = Task.Delay(TimeSpan.FromSeconds(3), clock);

        clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal([1, 2], fired);
        Assert.False(delay.IsCompleted);

        clock.Advance(TimeSpan.FromSeconds(1));
        await delay.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void Fires_a_periodic_timer_at_each_of_its_moments()
    {
        var clock = new ManualClock();
        var start = clock.GetUtcNow();
        var moments = new List<double>();
        using var timer = clock.CreateTimer(
            _ => moments.Add((clock.GetUtcNow() - start).TotalSeconds), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));

        clock.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal([1, 3, 5], moments);
    }
}
