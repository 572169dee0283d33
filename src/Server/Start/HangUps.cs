using System.Runtime.InteropServices;

namespace MsLite.Web.Start;

/// <summary>Hears SIGHUP, by which daemons are asked to read their configuration again, and which ends a program that does not listen to it.</summary>
internal sealed class HangUps : IDisposable
{
    private readonly SemaphoreSlim _heard = new(0);
    private readonly PosixSignalRegistration _registration;

    public HangUps() => _registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
    {
        signal.Cancel = true;
        _heard.Release();
    });

    /// <summary>True when one has come that nobody was told of; false when none comes in time.</summary>
    /// <exception cref="OperationCanceledException">The token's.</exception>
    public Task<bool> WaitAsync(TimeSpan limit, CancellationToken ct) => _heard.WaitAsync(limit, ct);

    public void Dispose()
    {
        _registration.Dispose();
        _heard.Dispose();
    }
}
