using MsLite.Filter.Quarantine.Search;
using MsLite.Harness;

namespace MsLite.Filter.Tests.Quarantine.Search;

/// <summary>What goes over the whole quarantine gives way to those who ask and to those who write.</summary>
public sealed class SearchPaceTests
{
    private readonly ManualClock _clock = new(SearchWorld.Noon);

    [Fact]
    public async Task Rests_when_somebody_asks_once_it_has_worked_for_a_while()
    {
        var pace = new SearchPace(_clock);
        pace.Begin();
        _clock.Advance(SearchPace.Stint);
        Assert.False(pace.IsTired);
        await pace.RestAsync(CancellationToken.None);

        pace.Asked();
        Assert.False(pace.IsTired);
        await pace.RestAsync(CancellationToken.None);
        _clock.Advance(SearchPace.Stint);
        Assert.True(pace.IsTired);
        var rest = pace.RestAsync(CancellationToken.None);
        Assert.False(rest.IsCompleted);
        _clock.Advance(SearchPace.Rest - SearchPace.Stint);

        await rest;
        Assert.False(pace.IsTired);
    }

    [Fact]
    public async Task Comes_to_its_end_however_much_is_asked()
    {
        var pace = new SearchPace(_clock);
        pace.Begin();
        for (var i = 0; i < 10; i++)
        {
            pace.Asked();
            _clock.Advance(SearchPace.Stint);
            var rest = pace.RestAsync(CancellationToken.None);
            pace.Asked();
            _clock.Advance(SearchPace.Rest - SearchPace.Stint);
            await rest;
            // The next stint is worked, though somebody has just asked again.
            pace.Asked();
            Assert.False(pace.IsTired);
        }
    }

    [Fact]
    public async Task One_has_the_turn_and_sees_that_others_wait_for_it()
    {
        using var turns = new WriteTurns();
        using var first = await turns.TakeAsync(TimeSpan.Zero, CancellationToken.None);
        Assert.NotNull(first);
        Assert.False(turns.AreWanted);

        Assert.Null(await turns.TakeAsync(TimeSpan.Zero, CancellationToken.None));
        var second = turns.TakeAsync(Timeout.InfiniteTimeSpan, CancellationToken.None);
        Assert.True(turns.AreWanted);
        first.Dispose();

        using var turn = await second;
        Assert.NotNull(turn);
        Assert.False(turns.AreWanted);
    }
}
