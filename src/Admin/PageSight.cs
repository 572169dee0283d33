namespace MsLite.Admin;

/// <summary>Whether anybody sees the page of this circuit: one in a tab behind others is not drawn until it is in front again.</summary>
public sealed class PageSight
{
    private volatile TaskCompletionSource? _hidden;

    /// <summary>The browser said so; until it says anything the page is seen.</summary>
    public void See(bool isSeen)
    {
        if (isSeen)
        {
            Interlocked.Exchange(ref _hidden, null)?.TrySetResult();
        }
        else
        {
            Interlocked.CompareExchange(ref _hidden, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), null);
        }
    }

    /// <summary>At once while somebody sees it, else as soon as somebody does.</summary>
    /// <exception cref="OperationCanceledException">The viewer left.</exception>
    public Task SeenAsync(CancellationToken ct) => _hidden?.Task.WaitAsync(ct) ?? Task.CompletedTask;
}
