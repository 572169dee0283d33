using MsLite.Filter.Live;

namespace MsLite.Filter.Tests.Live;

public sealed class FeedRingTests
{
    private readonly FeedRing<int> _ring = new(10);

    [Fact]
    public void It_is_read_on_from_where_one_was()
    {
        Publish(1, 5);
        var first = _ring.After(0, most: 3);
        var second = _ring.After(first.Last, most: 3);

        AssertIs(first, [1, 2, 3], last: 3, missed: 0);
        AssertIs(second, [4, 5], last: 5, missed: 0);
        Assert.Equal(5, second.NumberOf(1));
        Assert.Empty(_ring.After(second.Last, most: 3).Items);
    }

    [Fact]
    public void Who_is_too_slow_is_told_how_much_it_missed()
    {
        Publish(1, 25);

        AssertIs(_ring.After(3, most: 4), [16, 17, 18, 19], last: 19, missed: 12);
    }

    [Fact]
    public void What_was_let_go_counts_as_missed_and_the_numbers_go_on()
    {
        Publish(1, 5);
        _ring.Clear();
        Publish(6, 7);

        AssertIs(_ring.After(2, most: 10), [6, 7], last: 7, missed: 3);
        Assert.Equal([7, 6], _ring.Recent(10));
    }

    [Fact]
    public void A_number_that_was_never_given_is_as_good_as_the_newest()
    {
        Publish(1, 5);

        AssertIs(_ring.After(4711, most: 10), [], last: 5, missed: 0);
    }

    private static void AssertIs(FeedPart<int> part, int[] items, long last, long missed)
    {
        Assert.Equal(items, part.Items);
        Assert.Equal((last, missed), (part.Last, part.Missed));
    }

    private void Publish(int from, int to)
    {
        for (var i = from; i <= to; i++)
        {
            _ring.Publish(i);
        }
    }
}
