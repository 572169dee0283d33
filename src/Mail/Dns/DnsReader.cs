using System.Buffers.Binary;
using System.Text;

namespace MsLite.Mail.Dns;

/// <summary>Reads the parts of a DNS message from left to right. Every method says false beyond the end; nothing throws, nothing loops.</summary>
internal ref struct DnsReader
{
    // RFC 1035 §3.1: 255 octets, so at most 127 labels; more jumps than that are an attack.
    private const int MaxJumps = 127;

    private readonly ReadOnlySpan<byte> _message;
    private readonly int _end;
    private int _at;

    public DnsReader(ReadOnlySpan<byte> message)
        : this(message, 0, message.Length)
    {
    }

    private DnsReader(ReadOnlySpan<byte> message, int at, int end)
    {
        _message = message;
        _at = at;
        _end = end;
    }

    /// <summary>Bytes up to the end of the message, or of the part.</summary>
    public readonly int Left => _end - _at;

    /// <summary>A reader of the next bytes alone; names in it may still point to earlier ones. Empty if there are fewer.</summary>
    public readonly DnsReader Part(int length) => new(_message, _at, Left < length ? _at : _at + length);

    public bool TryReadUInt16(out ushort value)
    {
        value = 0;
        if (Left < 2)
        {
            return false;
        }

        value = BinaryPrimitives.ReadUInt16BigEndian(_message[_at..]);
        _at += 2;
        return true;
    }

    public bool TryReadUInt32(out uint value)
    {
        value = 0;
        if (Left < 4)
        {
            return false;
        }

        value = BinaryPrimitives.ReadUInt32BigEndian(_message[_at..]);
        _at += 4;
        return true;
    }

    public bool TryReadBytes(int count, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (Left < count)
        {
            return false;
        }

        bytes = _message.Slice(_at, count);
        _at += count;
        return true;
    }

    /// <summary>
    /// A name in lower case without the final dot; empty is the root. Null, with the reader behind it, if it has a label that cannot be
    /// text in a header or a log: dots, spaces, control characters, anything beyond ASCII.
    /// </summary>
    public bool TryReadName(out string? name)
    {
        var text = new StringBuilder();
        var (at, end, jumps, printable) = (_at, -1, 0, true);
        name = null;
        while (at < _message.Length)
        {
            var length = _message[at];
            if (length == 0)
            {
                _at = end < 0 ? at + 1 : end;
                name = printable ? text.ToString() : null;
                return _at <= _end;
            }

            if (length >= 0xC0)
            {
                // RFC 1035 §4.1.4: a pointer leads to an earlier place. Strictly earlier each time cannot circle.
                if (at + 1 >= _message.Length || ((length & 0x3F) << 8 | _message[at + 1]) is var target && (target >= at || ++jumps > MaxJumps))
                {
                    return false;
                }

                end = end < 0 ? at + 2 : end;
                at = target;
                continue;
            }

            if (length > 63 || at + 1 + length > _message.Length || text.Length + length > DnsName.MaxLength)
            {
                return false;
            }

            printable &= Append(text, _message.Slice(at + 1, length));
            at += 1 + length;
        }

        return false;
    }

    private static bool Append(StringBuilder text, ReadOnlySpan<byte> label)
    {
        text.Append(text.Length == 0 ? "" : ".");
        var printable = true;
        foreach (var octet in label)
        {
            printable &= octet is > (byte)' ' and < 0x7F and not (byte)'.';
            text.Append(char.ToLowerInvariant((char)octet));
        }

        return printable;
    }
}
