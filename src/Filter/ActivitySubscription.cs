using System.Threading.Channels;

namespace MsLite.Filter;

/// <summary>One reader's place at a feed: any number of items between two waits make one piece of news.</summary>
public sealed class ActivitySubscription : IDisposable
{
    private readonly Action<ActivitySubscription> _unsubscribe;
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    internal ActivitySubscription(Action<ActivitySubscription> unsubscribe) => _unsubscribe = unsubscribe;

    /// <summary>Returns once something was published since the last return.</summary>
    public async ValueTask WaitAsync(CancellationToken ct) => await _news.Reader.ReadAsync(ct);

    public void Dispose() => _unsubscribe(this);

    internal void Signal() => _news.Writer.TryWrite(true);
}
