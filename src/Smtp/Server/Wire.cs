using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using Microsoft.AspNetCore.Connections;

namespace MsLite.Smtp.Server;

/// <summary>
/// The bytes of one connection, plain first and later perhaps inside TLS. Each wait has a deadline; one timer serves them all and
/// is only touched when a deadline comes nearer.
/// </summary>
internal sealed class Wire : IAsyncDisposable
{
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private long _deadline = long.MaxValue;
    private long _due = long.MaxValue;
    private bool _flushing;
    private volatile bool _draining;
    private CancellationTokenRegistration _drain;
    private SslStream? _secured;

    public Wire(IDuplexPipe transport, TimeProvider time)
    {
        _time = time;
        Input = transport.Input;
        Output = transport.Output;
        _timer = time.CreateTimer(static wire => ((Wire)wire!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public PipeReader Input { get; private set; }

    public PipeWriter Output { get; private set; }

    /// <summary>What has arrived and was not consumed. Valid until <see cref="Advance"/>.</summary>
    public ReadOnlySequence<byte> Buffer { get; private set; }

    /// <summary>The client sends no more: <see cref="Buffer"/> is all there will be.</summary>
    public bool Completed { get; private set; }

    public bool Draining => _draining;

    /// <summary>The client takes no replies: what was sent may never leave.</summary>
    public bool Stuck { get; private set; }

    /// <summary>Bytes of replies so far.</summary>
    public long Sent { get; private set; }

    /// <summary>From now on waits end with <see cref="WireRead.Draining"/> once <paramref name="stopping"/> is signalled.</summary>
    public void DrainOn(CancellationToken stopping) => _drain = stopping.UnsafeRegister(
        static wire =>
        {
            ((Wire)wire!)._draining = true;
            ((Wire)wire).Input.CancelPendingRead();
        },
        this);

    /// <summary>What is there already, without waiting; false when there is nothing new.</summary>
    public bool TryRead()
    {
        ReadResult result;
        try
        {
            if (!Input.TryRead(out result))
            {
                return false;
            }
        }
        catch (Exception e) when (IsCut(e))
        {
            // The wait that follows says so.
            return false;
        }

        Buffer = result.Buffer;
        Completed = result.IsCompleted;
        if (!result.IsCanceled)
        {
            return true;
        }

        Input.AdvanceTo(Buffer.Start);
        return false;
    }

    /// <summary>Waits for bytes that were not looked at, until <paramref name="deadline"/> (a timestamp of the clock).</summary>
    /// <param name="deadline">From <see cref="After"/>.</param>
    /// <param name="endsOnDrain">Whether the program's end also ends the wait.</param>
    public async ValueTask<WireRead> ReadAsync(long deadline, bool endsOnDrain)
    {
        Arm(deadline, flushing: false);
        while (true)
        {
            if (_draining && endsOnDrain)
            {
                Disarm();
                return WireRead.Draining;
            }

            ReadResult result;
            try
            {
                result = await Input.ReadAsync();
            }
            catch (Exception e) when (IsCut(e))
            {
                Disarm();
                Completed = true;
                return WireRead.Closed;
            }

            Buffer = result.Buffer;
            Completed = result.IsCompleted;
            if (!result.IsCanceled)
            {
                Disarm();
                return Buffer.IsEmpty && Completed ? WireRead.Closed : WireRead.Bytes;
            }

            Input.AdvanceTo(Buffer.Start);
            if (_time.GetTimestamp() >= deadline)
            {
                Disarm();
                return WireRead.TimedOut;
            }
        }
    }

    /// <summary>Gives back what was read: what lies before <paramref name="consumed"/> is gone, what lies before <paramref name="examined"/> was looked at.</summary>
    public void Advance(SequencePosition consumed, SequencePosition examined)
    {
        Buffer = default;
        Input.AdvanceTo(consumed, examined);
    }

    /// <summary>Sends what was written. False when the client is gone or takes nothing.</summary>
    public async ValueTask<bool> FlushAsync(long deadline)
    {
        if (Output.UnflushedBytes == 0)
        {
            return true;
        }

        Sent += Output.UnflushedBytes;
        var pending = Output.FlushAsync();
        if (!pending.IsCompletedSuccessfully)
        {
            Arm(deadline, flushing: true);
        }

        var result = await pending;
        Disarm();
        Stuck |= result.IsCanceled;
        return !result.IsCanceled && !result.IsCompleted;
    }

    /// <summary>From now on all bytes go through TLS.</summary>
    public void Secure(SslStream secured)
    {
        _secured = secured;

        // Zero-byte reads: an idle connection holds no buffer. 16 KiB is the largest TLS record.
        Input = PipeReader.Create(secured, new StreamPipeReaderOptions(bufferSize: 16 * 1024, leaveOpen: true, useZeroByteReads: true));
        Output = PipeWriter.Create(secured, new StreamPipeWriterOptions(leaveOpen: true));
    }

    /// <summary>The last bytes were sent: says so to the client inside TLS, so that it knows nothing was cut off.</summary>
    public async ValueTask CloseAsync(TimeSpan patience)
    {
        if (_secured is null || Stuck)
        {
            return;
        }

        try
        {
            await _secured.ShutdownAsync().WaitAsync(patience, _time);
        }
        catch (TimeoutException)
        {
            Stuck = true;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            // The client was quicker.
        }
    }

    /// <summary>The deadline that lies so far ahead.</summary>
    public long After(TimeSpan span) => _time.GetTimestamp() + (long)(span.TotalSeconds * _time.TimestampFrequency);

    public async ValueTask DisposeAsync()
    {
        await _drain.DisposeAsync();
        await _timer.DisposeAsync();
        if (_secured is null)
        {
            return;
        }

        // The transport's own pipes are completed by Kestrel. What is still unsent here cannot be sent any more.
        await Input.CompleteAsync();
        await Output.CompleteAsync(new OperationCanceledException());
        await _secured.DisposeAsync();
    }

    // Reset or cut off: for us the same as a client that closes. An IOException must not reach the session, which would take it
    // for one of its own files.
    private static bool IsCut(Exception e) => e is IOException or ConnectionAbortedException;

    private void Arm(long deadline, bool flushing)
    {
        lock (_lock)
        {
            _flushing = flushing;
            _deadline = deadline;
            if (deadline < _due)
            {
                SetTimer(deadline);
            }
        }
    }

    private void Disarm()
    {
        lock (_lock)
        {
            _deadline = long.MaxValue;
        }
    }

    private void OnTimer()
    {
        bool flushing;
        lock (_lock)
        {
            _due = long.MaxValue;
            if (_deadline == long.MaxValue)
            {
                return;
            }

            if (_time.GetTimestamp() < _deadline)
            {
                SetTimer(_deadline);
                return;
            }

            flushing = _flushing;
        }

        // Only the wait that is too long is ended: a flush cancelled for nothing would lose the reply that says so.
        if (flushing)
        {
            Output.CancelPendingFlush();
        }
        else
        {
            Input.CancelPendingRead();
        }
    }

    private void SetTimer(long deadline)
    {
        _due = deadline;
        var wait = _time.GetElapsedTime(_time.GetTimestamp(), deadline);
        _timer.Change(wait < TimeSpan.Zero ? TimeSpan.Zero : wait, Timeout.InfiniteTimeSpan);
    }
}
