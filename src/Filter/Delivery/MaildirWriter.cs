using Microsoft.Win32.SafeHandles;
using MsLite.Filter.Quarantine;
using MsLite.Smtp;

namespace MsLite.Filter.Delivery;

/// <summary>Writes a message into a file as Maildir tools expect it: each CR LF becomes LF.</summary>
internal sealed class MaildirWriter(SafeFileHandle file) : IMessageSink
{
    private readonly byte[] _buffer = new byte[32 * 1024];
    private int _length;
    private bool _pending;

    public ValueTask WriteAsync(ReadOnlyMemory<byte> chunk, CancellationToken ct)
    {
        for (var rest = chunk.Span; !rest.IsEmpty;)
        {
            // A CR held back from the piece before may come on top.
            var room = _buffer.Length - _length - 1;
            if (room <= 0)
            {
                Flush();
                continue;
            }

            var piece = rest[..Math.Min(rest.Length, room)];
            _length += LineEnds.ToMaildir(piece, _buffer.AsSpan(_length), ref _pending);
            rest = rest[piece.Length..];
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Writes what is still held back. The file is then whole, though not yet on stable storage.</summary>
    public void Finish()
    {
        Flush();
        Posix.Write(file, _pending ? "\r"u8 : []);
    }

    private void Flush()
    {
        Posix.Write(file, _buffer.AsSpan(0, _length));
        _length = 0;
    }
}
