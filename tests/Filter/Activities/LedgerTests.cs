using MsLite.Harness;

namespace MsLite.Filter.Tests.Activities;

public sealed class LedgerTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly FilterMetrics _metrics;

    public LedgerTests() => _metrics = new FilterMetrics(_clock);

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public void It_comes_out_even_while_a_message_is_in_hand_and_after()
    {
        _metrics.Received();
        var before = _metrics.Ledger;
        _metrics.Decided([FateKind.Delivered], TimeSpan.Zero);

        Assert.Equal((new Ledger(1, 0, 0, 0, 1), 0), (before, before.Difference));
        Assert.Equal((new Ledger(1, 1, 0, 0, 0), 0), (_metrics.Ledger, _metrics.Ledger.Difference));
    }

    [Fact]
    public void A_message_of_two_fates_counts_once_for_each()
    {
        _metrics.Received();
        _metrics.Decided([FateKind.Delivered, FateKind.Archived], TimeSpan.Zero);

        Assert.Equal(new Ledger(2, 1, 1, 0, 0), _metrics.Ledger);
    }

    [Fact]
    public void A_message_that_left_without_a_fate_is_a_difference()
    {
        _metrics.Received();
        _metrics.Lost();

        Assert.Equal(1, _metrics.Ledger.Difference);
    }

    [Fact]
    public void The_rate_is_that_of_the_last_minute()
    {
        for (var second = 0; second < 90; second++)
        {
            _metrics.Received();
            _metrics.Decided([FateKind.Deferred], TimeSpan.Zero);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(59, _metrics.LastMinute(FateKind.Deferred));
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(29, _metrics.LastMinute(FateKind.Deferred));
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, _metrics.LastMinute(FateKind.Deferred));
    }
}
