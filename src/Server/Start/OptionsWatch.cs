namespace MsLite.Web.Start;

/// <summary>Has the options read again when their files change, and at once when SIGHUP asks for it.</summary>
internal sealed class OptionsWatch(OptionsReload reload, HangUps hangUps, ILogger<OptionsWatch> log) : IAsyncDisposable
{
    // Two small files; a change counts when it was there for two looks.
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _ended = new();
    private Task _watching = Task.CompletedTask;

    /// <summary>Begins, when everything listens: from then on the options are what they will be.</summary>
    public void Start() => _watching = Task.Run(() => WatchAsync(_ended.Token));

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
    }

    private async Task WatchAsync(CancellationToken ct)
    {
        while (true)
        {
            var isAsked = await hangUps.WaitAsync(s_lookEvery, ct);
            try
            {
                if (isAsked)
                {
                    reload.Read();
                }
                else
                {
                    reload.Look();
                }
            }
#pragma warning disable CA1031 // Whatever one reading came upon, the next may find it mended.
            catch (Exception fault)
#pragma warning restore CA1031
            {
                log.OptionsUnread(fault);
            }
        }
    }
}
