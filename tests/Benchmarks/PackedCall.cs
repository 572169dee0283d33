using System.Buffers.Binary;
using System.Text;

namespace MsLite.Benchmarks;

/// <summary>The little of SignalR's "blazorpack" (MessagePack, each message behind its length) that holds a circuit open.</summary>
internal static class PackedCall
{
    private const int Invocation = 1;
    private const int Completion = 3;

    public static byte[] Write(string target, string? id, params object?[] arguments)
    {
        var body = new List<byte> { 0x96, Invocation, 0x80 };
        Add(body, id);
        Add(body, target);
        body.Add((byte)(0x90 | arguments.Length));
        foreach (var argument in arguments)
        {
            Add(body, argument);
        }

        body.Add(0x90);
        var message = new List<byte>();
        for (var length = body.Count; ; length >>= 7)
        {
            message.Add((byte)((length & 0x7f) | (length > 0x7f ? 0x80 : 0)));
            if (length <= 0x7f)
            {
                break;
            }
        }

        return [.. message, .. body];
    }

    /// <summary>Whom each message calls, and its first argument when that is a number; of an answer its text.</summary>
    public static IReadOnlyList<(string Target, long Number, string? Answer)> Read(ReadOnlyMemory<byte> messages)
    {
        var calls = new List<(string, long, string?)>();
        var span = messages.Span;
        while (!span.IsEmpty)
        {
            var (length, shift, used) = (0, 0, 0);
            do
            {
                length |= (span[used] & 0x7f) << shift;
                shift += 7;
            }
            while ((span[used++] & 0x80) != 0);

            if (ReadOne(span.Slice(used, length)) is { } call)
            {
                calls.Add(call);
            }

            span = span[(used + length)..];
        }

        return calls;
    }

    // [1, {}, nil, "target", [first, …], …]; what is no invocation is of no interest.
    private static (string, long, string?)? ReadOne(ReadOnlySpan<byte> body)
    {
        // [3, {}, "0", 3, "answer"].
        if (body.Length > 6 && body[1] == Completion)
        {
            return ("", -1, Text(body, 5 + (body[3] & 0x1f)).Value);
        }

        if (body.Length < 5 || body[1] != Invocation || body[3] != 0xc0)
        {
            return null;
        }

        var (target, end) = Text(body, 4);
        return (target, Number(body[(end + 1)..]), null);
    }

    private static (string Value, int End) Text(ReadOnlySpan<byte> body, int at)
    {
        var (begin, length) = body[at] switch
        {
            0xd9 => (at + 2, body[at + 1]),
            0xda => (at + 3, BinaryPrimitives.ReadUInt16BigEndian(body[(at + 1)..])),
            var small => (at + 1, small & 0x1f),
        };
        return (Encoding.UTF8.GetString(body.Slice(begin, length)), begin + length);
    }

    private static long Number(ReadOnlySpan<byte> value) => value switch
    {
        [<= 0x7f and var small, ..] => small,
        [0xcc, var one, ..] => one,
        [0xcd, ..] => BinaryPrimitives.ReadUInt16BigEndian(value[1..]),
        [0xce, ..] => BinaryPrimitives.ReadUInt32BigEndian(value[1..]),
        [0xcf or 0xd3, ..] => BinaryPrimitives.ReadInt64BigEndian(value[1..]),
        _ => -1,
    };

    private static void Add(List<byte> body, object? value)
    {
        switch (value)
        {
            case null:
                body.Add(0xc0);
                break;
            case bool truth:
                body.Add(truth ? (byte)0xc3 : (byte)0xc2);
                break;
            case long number:
                body.Add(0xd3);
                body.AddRange(BitConverter.IsLittleEndian ? BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(number)) : BitConverter.GetBytes(number));
                break;
            case string text:
                var bytes = Encoding.UTF8.GetBytes(text);
                body.Add(0xdb);
                body.AddRange(BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(bytes.Length)));
                body.AddRange(bytes);
                break;
            default:
                throw new ArgumentException($"{value.GetType()} is not written.", nameof(value));
        }
    }
}
