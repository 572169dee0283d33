using Microsoft.Win32.SafeHandles;
using MsLite.Smtp;

namespace MsLite.Filter.Delivery;

/// <summary>Writes a message into a file as Maildir tools expect it: each CR LF becomes LF.</summary>
internal sealed class MaildirWriter(SafeFileHandle file) : IMessageSink
{
    private readonly byte[] _buffer = new byte[32 * 1024];
    private int _length;
    private bool _heldCr;

    public ValueTask WriteAsync(ReadOnlyMemory<byte> chunk, CancellationToken ct)
    {
        Write(chunk.Span);
        return ValueTask.CompletedTask;
    }

    /// <summary>Writes what is still held back. The file is then whole, though not yet on stable storage.</summary>
    public void Finish()
    {
        if (_heldCr)
        {
            Put("\r"u8);
            _heldCr = false;
        }

        Posix.Write(file, _buffer.AsSpan(0, _length));
        _length = 0;
    }

    private void Write(ReadOnlySpan<byte> chunk)
    {
        if (_heldCr && !chunk.IsEmpty)
        {
            _heldCr = false;
            if (chunk[0] != '\n')
            {
                Put("\r"u8);
            }
        }

        for (var pair = chunk.IndexOf("\r\n"u8); pair >= 0; pair = chunk.IndexOf("\r\n"u8))
        {
            Put(chunk[..pair]);
            chunk = chunk[(pair + 1)..];
        }

        // A CR at the chunk's end may be half of a line end.
        _heldCr = chunk.EndsWith("\r"u8);
        Put(_heldCr ? chunk[..^1] : chunk);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > _buffer.Length - _length)
        {
            var part = _buffer.Length - _length;
            bytes[..part].CopyTo(_buffer.AsSpan(_length));
            Posix.Write(file, _buffer);
            bytes = bytes[part..];
            _length = 0;
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
    }
}
