using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using MsLite.Filter.Spool;

namespace MsLite.Filter.Quarantine;

/// <summary>The original of one transaction on its way into its copies: LF line ends for all of them made once, its sum computed once.</summary>
internal sealed class OriginalContent : IDisposable
{
    private const int Chunk = 64 * 1024;

    private readonly SpooledMessage _message;
    private byte[]? _converted;
    private int _length;

    public OriginalContent(SpooledMessage message)
    {
        _message = message;
        if (message.TryGetMemory(out var memory))
        {
            ToMaildir(memory.Span);
        }
    }

    /// <summary>Of the bytes as received, lower-case hexadecimal. Known after the first <see cref="WriteToAsync"/>.</summary>
    public string Sha256 { get; private set; } = "";

    public async ValueTask WriteToAsync(SafeFileHandle file, CancellationToken ct)
    {
        if (_converted is not null)
        {
            Posix.Write(file, _converted.AsSpan(0, _length));
            return;
        }

        var source = ArrayPool<byte>.Shared.Rent(Chunk);
        var target = ArrayPool<byte>.Shared.Rent(source.Length + 1);
        try
        {
            await StreamAsync(file, source, target, ct);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(source);
            ArrayPool<byte>.Shared.Return(target);
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _converted, null) is { } converted)
        {
            ArrayPool<byte>.Shared.Return(converted);
        }
    }

    private void ToMaildir(ReadOnlySpan<byte> original)
    {
        _converted = ArrayPool<byte>.Shared.Rent(original.Length + 1);
        var pending = false;
        _length = LineEnds.ToMaildir(original, _converted, ref pending);
        if (pending)
        {
            _converted[_length++] = (byte)'\r';
        }

        Sha256 = System.Convert.ToHexStringLower(SHA256.HashData(original));
    }

    private async ValueTask StreamAsync(SafeFileHandle file, byte[] source, byte[] target, CancellationToken ct)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (offset, pending) = (0L, false);
        while (await _message.ReadAtAsync(offset, source.AsMemory(0, Chunk), ct) is var count && count > 0)
        {
            hash.AppendData(source, 0, count);
            Posix.Write(file, target.AsSpan(0, LineEnds.ToMaildir(source.AsSpan(0, count), target, ref pending)));
            offset += count;
        }

        Posix.Write(file, pending ? "\r"u8 : []);
        Sha256 = System.Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
