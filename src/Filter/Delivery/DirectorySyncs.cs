namespace MsLite.Filter.Delivery;

/// <summary>Lets deliveries to one directory share its syncs: whoever asks while one runs is served by the next, all together.</summary>
internal sealed class DirectorySyncs(SyncLanes lanes)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Turn> _turns = new(StringComparer.Ordinal);

    /// <summary>Returns when the names that are in the directory now are on stable storage.</summary>
    public Task SyncAsync(string path)
    {
        lock (_lock)
        {
            if (_turns.TryGetValue(path, out var turn))
            {
                // The running sync may have begun before the caller's name was there.
                turn.Next ??= RunAfterAsync(path, turn.Running);
                return turn.Next;
            }

            return BeginAsync(path);
        }
    }

    private Task BeginAsync(string path)
    {
        var turn = new Turn();
        _turns[path] = turn;
        turn.Running = RunAsync(path, turn);
        return turn.Running;
    }

    private async Task RunAsync(string path, Turn turn)
    {
        try
        {
            await lanes.SyncDirectoryAsync(path);
        }
        finally
        {
            lock (_lock)
            {
                if (turn.Next is null)
                {
                    _turns.Remove(path);
                }
            }
        }
    }

    private async Task RunAfterAsync(string path, Task running)
    {
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Task mine;
        lock (_lock)
        {
            mine = BeginAsync(path);
        }

        await mine;
    }

    private sealed class Turn
    {
        public Task Running { get; set; } = Task.CompletedTask;

        /// <summary>Waits for <see cref="Running"/> to end.</summary>
        public Task? Next { get; set; }
    }
}
