namespace MsLite.Web.Jobs;

/// <summary>Work that is done again and again until the program ends. It begins when everything listens: nobody's mail waits for it.</summary>
internal abstract class RepeatedJob(IHostApplicationLifetime life, TimeProvider clock) : BackgroundService
{
    /// <summary>
    /// How long the first time is waited for, from the start of the program on. What looks through a whole tree leaves the first moments to those
    /// who have been waiting for the program, and the jobs do not all begin at once.
    /// </summary>
    protected virtual TimeSpan First => TimeSpan.Zero;

    protected TimeProvider Clock => clock;

    /// <summary>Does the work once. How long the next time is waited for.</summary>
    protected abstract Task<TimeSpan> RunOnceAsync(CancellationToken ct);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await StartedAsync(stoppingToken);
            for (var pause = First; ; pause = await RunOnceAsync(stoppingToken))
            {
                await Task.Delay(pause, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends.
        }
    }

    private async Task StartedAsync(CancellationToken ct)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var _ = life.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(ct);
    }
}
