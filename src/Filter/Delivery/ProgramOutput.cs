using System.IO.Pipes;

namespace MsLite.Filter.Delivery;

/// <summary>
/// Keeps the beginning of what a program prints and lets nothing back up. It reads on after that was taken, as long as anyone may
/// write: a process that the program left behind must not die of a closed pipe.
/// </summary>
internal sealed class ProgramOutput
{
    private const int Kept = 8 * 1024;

    private readonly PipeStream _stream;
    private readonly byte[] _kept = new byte[Kept];
    private readonly byte[] _piece = new byte[1024];
    private readonly Lock _lock = new();
    private readonly Task _reading;
    private int _length;
    private bool _isAtEnd;

    /// <param name="stream">A standard stream of a process that was started here: a pipe.</param>
    public ProgramOutput(Stream stream)
    {
        _stream = (PipeStream)stream;
        _reading = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>What was printed, up to its end or until <paramref name="patience"/> is over, and in any case all that a program printed that has ended.</summary>
    public async Task<byte[]> TakeAsync(TimeSpan patience, TimeProvider clock)
    {
        if (!_reading.IsCompleted)
        {
            await _reading.WaitAsync(patience, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        lock (_lock)
        {
            // It is in the pipe by now, whoever else holds that open and however late our own thread is: a refusal must not be missed.
            while (_length < Kept && TryReadPiece())
            {
            }

            return _kept[.._length];
        }
    }

    private void Read()
    {
        using (_stream)
        {
            do
            {
                PipeWait.UntilReadable(_stream.SafePipeHandle);
            }
            while (ReadAll());
        }
    }

    /// <summary>What is there by now, a piece at a time: one who prints without end must not keep others from the lock. False at the end.</summary>
    private bool ReadAll()
    {
        while (true)
        {
            lock (_lock)
            {
                if (!TryReadPiece())
                {
                    return !_isAtEnd;
                }
            }
        }
    }

    /// <summary>With the lock, so that nothing is on its way between pipe and memory when somebody looks. False when nothing is there.</summary>
    private bool TryReadPiece()
    {
        if (_isAtEnd || !PipeWait.IsReadable(_stream.SafePipeHandle))
        {
            return false;
        }

        var count = TryRead();
        _isAtEnd = count == 0;
        var kept = Math.Min(count, Kept - _length);
        _piece.AsSpan(0, kept).CopyTo(_kept.AsSpan(_length));
        _length += kept;
        return !_isAtEnd;
    }

    private int TryRead()
    {
        try
        {
            return _stream.Read(_piece);
        }
        catch (IOException)
        {
            // The pipe broke: there is no more.
            return 0;
        }
    }
}
