namespace MsLite.Filter.Tests;

public sealed class CurrentOptionsTests
{
    [Fact]
    public void A_listener_that_throws_is_named_and_the_others_are_told_and_the_options_count()
    {
        var first = new MsLiteOptions();
        var next = new MsLiteOptions { Delivery = "smtp://127.0.0.1:2527" };
        var current = new CurrentOptions(first);
        var told = new List<(int Listener, MsLiteOptions Before, MsLiteOptions Now)>();
        current.OnChange((before, now) => told.Add((1, before, now)));
        current.OnChange((_, _) => throw new InvalidOperationException("The second is broken."));
        current.OnChange((before, now) => told.Add((3, before, now)));

        var faults = current.Take(next);

        Assert.Equal([(1, first, next), (3, first, next)], told);
        Assert.Equal("The second is broken.", Assert.Single(faults).Message);
        Assert.Same(next, current.Value);
        Assert.Single(current.Take(first));
        Assert.Equal((3, next, first), told[^1]);
    }
}
