namespace MsLite.Filter.Tests.Activities;

public sealed class ActivityFeedTests
{
    private readonly ActivityFeed _feed = new();

    [Fact]
    public void It_remembers_the_last_ones_the_newest_first()
    {
        for (var i = 0; i < ActivityFeed.Capacity + 5; i++)
        {
            _feed.Publish(Message($"{i}"));
        }

        Assert.Equal(["204", "203"], _feed.Recent(2).Select(message => message.Id));
        Assert.Equal(ActivityFeed.Capacity, _feed.Recent(int.MaxValue).Count);
        Assert.Equal("5", _feed.Recent(ActivityFeed.Capacity)[^1].Id);
    }

    [Fact]
    public async Task A_flood_is_one_piece_of_news()
    {
        using var subscription = _feed.Subscribe();
        for (var i = 0; i < 1000; i++)
        {
            _feed.Publish(Message("x"));
        }

        await subscription.WaitAsync(CancellationToken.None);
        var next = subscription.WaitAsync(CancellationToken.None);

        Assert.False(next.IsCompleted);
        _feed.Publish(Message("y"));
        await next;
    }

    [Fact]
    public async Task Who_has_left_is_told_nothing()
    {
        using var gone = new CancellationTokenSource();
        var subscription = _feed.Subscribe();
        subscription.Dispose();

        _feed.Publish(Message("x"));
        var wait = subscription.WaitAsync(gone.Token).AsTask();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    private static Activity Message(string id) => new()
    {
        Id = id,
        SessionId = "",
        Time = default,
        Client = "",
        ClientName = "",
        HelloName = "",
        From = "",
        To = [],
        MoreRecipients = 0,
        Subject = "",
        Size = 0,
        Fate = FateKind.Delivered,
        Rung = null,
        File = null,
        Reason = "",
        Reply = "",
        NextHop = "",
        Trace = [],
        Ms = 0,
    };
}
