using System.Buffers;

namespace MsLite.Filter.Quarantine;

/// <summary>An archived file from where it stands, with the line ends it was received with.</summary>
internal sealed class OriginalStream(Stream file, bool leaveOpen = false) : Stream
{
    private const int Chunk = 32 * 1024;

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(Chunk);
    private int _start;
    private int _end;
    private bool _split;
    private bool _disposed;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_start == _end)
        {
            (_start, _end) = (0, file.Read(_buffer, 0, Chunk));
        }

        return Take(buffer);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_start == _end)
        {
            (_start, _end) = (0, await file.ReadAsync(_buffer.AsMemory(0, Chunk), cancellationToken));
        }

        return Take(buffer.Span);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            ArrayPool<byte>.Shared.Return(_buffer);
            if (!leaveOpen)
            {
                file.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private int Take(Span<byte> target)
    {
        if (_start == _end || target.IsEmpty)
        {
            return 0;
        }

        // A reader of single bytes gets the CR now and the LF next time.
        if (target.Length == 1 && _buffer[_start] == (byte)'\n')
        {
            target[0] = _split ? (byte)'\n' : (byte)'\r';
            _start += _split ? 1 : 0;
            _split = !_split;
            return 1;
        }

        if (_split)
        {
            (target[0], _split) = ((byte)'\n', false);
            _start++;
            return 1;
        }

        var (consumed, written) = LineEnds.ToWire(_buffer.AsSpan(_start, _end - _start), target);
        _start += consumed;
        return written;
    }
}
