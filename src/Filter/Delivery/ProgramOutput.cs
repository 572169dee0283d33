namespace MsLite.Filter.Delivery;

/// <summary>
/// Keeps the beginning of what a program prints and lets nothing back up. It reads on after that was taken, as long as anyone may
/// write: a process that the program left behind must not die of a closed pipe.
/// </summary>
internal sealed class ProgramOutput
{
    private const int Kept = 8 * 1024;

    private readonly Stream _stream;
    private readonly byte[] _kept = new byte[Kept];
    private readonly Lock _lock = new();
    private readonly Task _reading;
    private int _length;

    public ProgramOutput(Stream stream)
    {
        _stream = stream;
        _reading = ReadAsync();
    }

    /// <summary>What was printed, up to its end or until <paramref name="patience"/> is over.</summary>
    public async Task<byte[]> TakeAsync(TimeSpan patience, TimeProvider clock)
    {
        if (!_reading.IsCompleted)
        {
            await _reading.WaitAsync(patience, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        lock (_lock)
        {
            return _kept[.._length];
        }
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[1024];
        await using (_stream)
        {
            try
            {
                for (int count; (count = await _stream.ReadAsync(buffer)) > 0;)
                {
                    Keep(buffer.AsSpan(0, count));
                }
            }
            catch (IOException)
            {
                // The pipe broke: there is no more.
            }
        }
    }

    private void Keep(ReadOnlySpan<byte> piece)
    {
        lock (_lock)
        {
            piece = piece[..Math.Min(piece.Length, Kept - _length)];
            piece.CopyTo(_kept.AsSpan(_length));
            _length += piece.Length;
        }
    }
}
