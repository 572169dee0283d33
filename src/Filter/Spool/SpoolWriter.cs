using System.Buffers;
using Microsoft.Win32.SafeHandles;
using MsLite.Smtp;

namespace MsLite.Filter.Spool;

/// <summary>Collects one message: in pooled memory that grows up to 256 KiB, from there on in a file without a name.</summary>
internal sealed class SpoolWriter(string directory) : IMessageSink, IDisposable
{
    /// <summary>Contract: bodies above 256 KiB go to disk. All but a few messages in a hundred stay below.</summary>
    public const int MemoryLimit = 256 * 1024;

    /// <summary>Most mail fits the first buffer; each further one is four times as large, so little is copied.</summary>
    private const int FirstBuffer = 8192;
    private const int Growth = 4;

    /// <summary>What a message on disk keeps in memory: enough to make the writes large.</summary>
    private const int FileBuffer = 64 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    private int _buffered;
    private SafeFileHandle? _file;
    private long _written;
    private IOException? _failure;

    /// <summary>
    /// Never throws for the disk's sake: the engine is in the middle of a message, which has to be read to its end before the client
    /// can be told. <see cref="Finish"/> reports it.
    /// </summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> chunk, CancellationToken ct)
    {
        if (_failure is null && chunk.Length <= _buffer.Length - _buffered)
        {
            Buffer(chunk);
        }
        else if (_failure is null)
        {
            TryMakeRoom(chunk);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>The message, complete. The writer has nothing left to dispose then.</summary>
    /// <exception cref="IOException">Something could not be written.</exception>
    public SpooledMessage Finish()
    {
        if (_failure is null && _file is not null)
        {
            TryFlush();
        }

        if (_failure is not null)
        {
            throw new IOException($"The message cannot be spooled in {directory}: {_failure.Message}", _failure);
        }

        var message = _file is null ? new SpooledMessage(_buffer, _buffered) : new SpooledMessage(_file, _written);
        if (_file is not null)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        (_buffer, _file) = ([], null);
        return message;
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _file?.Dispose();
        (_buffer, _file) = ([], null);
    }

    private void Buffer(ReadOnlyMemory<byte> chunk)
    {
        chunk.Span.CopyTo(_buffer.AsSpan(_buffered));
        _buffered += chunk.Length;
    }

    private void TryMakeRoom(ReadOnlyMemory<byte> chunk)
    {
        if (_file is null && _buffered + chunk.Length <= MemoryLimit)
        {
            Grow(_buffered + chunk.Length);
            Buffer(chunk);
            return;
        }

        try
        {
            _file ??= OpenFile();
            Flush();
            Spill(chunk);
        }
        catch (IOException error)
        {
            _failure = error;
        }
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Min(MemoryLimit, Math.Max(needed, _buffer.Length * Growth)));
        _buffer.AsSpan(0, _buffered).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private SafeFileHandle OpenFile()
    {
        Posix.MakeDirectories(directory);
        return Posix.OpenNameless(directory);
    }

    private void TryFlush()
    {
        try
        {
            Flush();
        }
        catch (IOException error)
        {
            _failure = error;
        }
    }

    private void Flush()
    {
        Posix.Write(_file!, _buffer.AsSpan(0, _buffered));
        _written += _buffered;
        _buffered = 0;
        if (_buffer.Length != FileBuffer)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(FileBuffer);
        }
    }

    private void Spill(ReadOnlyMemory<byte> chunk)
    {
        if (chunk.Length <= _buffer.Length)
        {
            Buffer(chunk);
            return;
        }

        Posix.Write(_file!, chunk.Span);
        _written += chunk.Length;
    }
}
