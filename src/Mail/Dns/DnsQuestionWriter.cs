using System.Buffers.Binary;

namespace MsLite.Mail.Dns;

/// <summary>Writes questions in wire form (RFC 1035 §4.1).</summary>
internal static class DnsQuestionWriter
{
    // Header 12, name 255, type and class 4, OPT 11.
    public const int MaxLength = 282;

    // RFC 9715 §3.1: what passes every network without fragments, which are what off-path attackers forge.
    private const ushort UdpSize = 1232;

    private const ushort RecursionDesired = 0x0100;

    /// <param name="name">Usable (<see cref="DnsName.IsUsable"/>), every char an octet.</param>
    /// <param name="buffer">At least <see cref="MaxLength"/>.</param>
    /// <returns>The bytes written.</returns>
    public static int Write(ushort id, string name, DnsType type, bool edns, Span<byte> buffer)
    {
        BinaryPrimitives.WriteUInt16BigEndian(buffer, id);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[2..], RecursionDesired);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[4..], 1);
        BinaryPrimitives.WriteUInt32BigEndian(buffer[6..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[10..], edns ? (ushort)1 : (ushort)0);
        var length = 12 + WriteName(name, buffer[12..]);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[length..], (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(buffer[(length + 2)..], 1);
        length += 4;
        if (edns)
        {
            // RFC 6891 §6.1.2: root name, type OPT, size in place of the class, flags and data empty.
            buffer.Slice(length, 11).Clear();
            buffer[length + 2] = 41;
            BinaryPrimitives.WriteUInt16BigEndian(buffer[(length + 3)..], UdpSize);
            length += 11;
        }

        return length;
    }

    private static int WriteName(string name, Span<byte> buffer)
    {
        var length = 0;
        foreach (var label in name.Split('.'))
        {
            buffer[length++] = (byte)label.Length;
            foreach (var c in label)
            {
                buffer[length++] = (byte)c;
            }
        }

        buffer[length] = 0;
        return length + 1;
    }
}
