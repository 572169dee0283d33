using System.Text;

namespace MsLite.Harness;

/// <summary>Reads a message of protocol buffers as far as its fields of bytes: enough to look into what others send.</summary>
internal static class Protobuf
{
    public static string Text(byte[] message, int field) => Encoding.UTF8.GetString(Fields(message, field) is [var first, ..] ? first : []);

    /// <summary>The values of a field that holds bytes, a text or a message; in their order.</summary>
    public static IReadOnlyList<byte[]> Fields(byte[] message, int field)
    {
        var values = new List<byte[]>();
        for (var position = 0; position < message.Length;)
        {
            var tag = Number(message, ref position);
            var length = (tag & 7) switch
            {
                0 => NumberLength(message, position),
                1 => 8,
                5 => 4,
                2 => (int)Number(message, ref position),
                _ => throw new InvalidDataException($"Wire type {tag & 7} at {position}."),
            };
            if ((tag & 7) == 2 && (int)(tag >> 3) == field)
            {
                values.Add(message[position..(position + length)]);
            }

            position += length;
        }

        return values;
    }

    private static int NumberLength(byte[] message, int position)
    {
        var end = position;
        Number(message, ref end);
        return end - position;
    }

    private static ulong Number(byte[] message, ref int position)
    {
        var number = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = message[position++];
            number |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return number;
            }
        }
    }
}
