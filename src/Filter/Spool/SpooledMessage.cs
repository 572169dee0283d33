using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace MsLite.Filter.Spool;

/// <summary>
/// One message as received, in memory up to 256 KiB, beyond that in a file without a name. Disposing gives both back: nothing that
/// was read from it in place may be used afterwards. Any number of readers may read at once.
/// </summary>
public sealed class SpooledMessage : IDisposable
{
    private readonly SafeFileHandle? _file;
    private byte[]? _memory;

    /// <param name="memory">From the shared pool; the message owns it from now on.</param>
    internal SpooledMessage(byte[] memory, int length) => (_memory, Length) = (memory, length);

    /// <param name="file">The message owns it from now on.</param>
    internal SpooledMessage(SafeFileHandle file, long length) => (_file, Length) = (file, length);

    /// <summary>Bytes, CR LF line ends counted as two.</summary>
    public long Length { get; }

    /// <summary>The whole message when it is held in memory; otherwise false.</summary>
    public bool TryGetMemory(out ReadOnlyMemory<byte> memory)
    {
        if (_file is not null)
        {
            memory = default;
            return false;
        }

        memory = Memory();
        return true;
    }

    /// <summary>A seekable reader at the message's beginning, independent of any other.</summary>
    public Stream OpenRead() =>
        _file is null ? new MemoryStream(MemoryArray(), 0, (int)Length, writable: false) : new SpoolStream(_file, Length);

    /// <summary>Reads at <paramref name="offset"/>; 0 at the end.</summary>
    public ValueTask<int> ReadAtAsync(long offset, Memory<byte> buffer, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (offset >= Length)
        {
            return ValueTask.FromResult(0);
        }

        if (_file is not null)
        {
            return RandomAccess.ReadAsync(_file, buffer, offset, ct);
        }

        var count = (int)Math.Min(buffer.Length, Length - offset);
        Memory().Span.Slice((int)offset, count).CopyTo(buffer.Span);
        return ValueTask.FromResult(count);
    }

    public void Dispose()
    {
        _file?.Dispose();
        if (Interlocked.Exchange(ref _memory, null) is { } memory)
        {
            ArrayPool<byte>.Shared.Return(memory);
        }
    }

    private ReadOnlyMemory<byte> Memory() => MemoryArray().AsMemory(0, (int)Length);

    private byte[] MemoryArray() => _memory ?? throw new ObjectDisposedException(nameof(SpooledMessage));
}
