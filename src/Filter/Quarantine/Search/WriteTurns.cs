namespace MsLite.Filter.Quarantine.Search;

/// <summary>Who writes to the search index: one at a time, and whoever has much to write sees that others wait.</summary>
internal sealed class WriteTurns : IDisposable
{
    private readonly SemaphoreSlim _one = new(1);
    private int _waiting;

    /// <summary>Whether somebody waits for his turn.</summary>
    public bool AreWanted => Volatile.Read(ref _waiting) > 0;

    /// <summary>The turn, which ends when it is disposed of; null when it did not come within <paramref name="patience"/>.</summary>
    public async Task<IDisposable?> TakeAsync(TimeSpan patience, CancellationToken ct)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            return await _one.WaitAsync(patience, ct) ? new Turn(_one) : null;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Dispose() => _one.Dispose();

    private sealed class Turn(SemaphoreSlim one) : IDisposable
    {
        public void Dispose() => one.Release();
    }
}
