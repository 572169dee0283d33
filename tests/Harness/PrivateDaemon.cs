namespace MsLite.Harness;

/// <summary>A daemon of a test's own, in a folder of its own; stopped at the end, and killed if it does not stop.</summary>
public abstract class PrivateDaemon : IAsyncDisposable
{
    /// <summary>Some load a dictionary first, and the machine may be busy.</summary>
    protected static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan s_stopLimit = TimeSpan.FromSeconds(20);
    private ChildProcess? _process;

    protected TempTree Tree { get; } = new();

    public ChildProcess Process => _process ?? throw new InvalidOperationException("The daemon has not been started.");

    /// <summary>Starts it, also after <see cref="StopAsync"/>: at the same address.</summary>
    public async Task StartAgainAsync() => _process = await RunAsync();

    public async Task StopAsync()
    {
        await Process.StopAsync(s_stopLimit);
        await Process.DisposeAsync();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false } process)
        {
            // Daemons end their workers when they are asked to end, not when they are killed.
            await process.SignalAsync("CONT");
            await process.StopAsync(s_stopLimit);
            await process.DisposeAsync();
        }

        Tree.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the program and waits until it answers.</summary>
    protected abstract Task<ChildProcess> RunAsync();

    protected static async Task<T> StartedAsync<T>(T daemon)
        where T : PrivateDaemon
    {
        try
        {
            await daemon.StartAgainAsync();
            return daemon;
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }
}
