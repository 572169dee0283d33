using System.Buffers.Binary;
using System.Text;
using MsLite.Mail;
using MsLite.Mail.Dns;

namespace MsLite.Harness;

/// <summary>A question as it came over the wire.</summary>
/// <param name="Name">In lower case, without the final dot.</param>
/// <param name="UdpSize">Octets the asker can take in a datagram.</param>
internal sealed record NameServerQuestion(byte[] Wire, string Name, DnsType Type, int UdpSize)
{
    /// <summary>Null for what is no question.</summary>
    public static NameServerQuestion? TryParse(byte[] wire)
    {
        var labels = new List<string>();
        var at = 12;
        while (at < wire.Length && wire[at] is > 0 and < 64 and var length && at + length < wire.Length)
        {
            labels.Add(Encoding.Latin1.GetString(wire, at + 1, length));
            at += length + 1;
        }

        // Standard query (opcode 0), no response, one question that ends in the root, type and class.
        var isQuestion = at + 5 <= wire.Length && wire[at] == 0 && (wire[2] & 0xF8) == 0 && wire[5] == 1;
        return isQuestion
            ? new NameServerQuestion(wire, DomainName.ToKey(string.Join('.', labels)), (DnsType)Number(wire, at + 1), SizeAfter(wire, at + 5))
            : null;
    }

    // RFC 6891 §6.1.2: the asker's size stands in the class of its OPT record; without one, 512 (RFC 1035 §4.2.1).
    private static int SizeAfter(byte[] wire, int end) =>
        end + 5 <= wire.Length && wire[end] == 0 && Number(wire, end + 1) == 41 ? Math.Max(512, (int)Number(wire, end + 3)) : 512;

    private static ushort Number(byte[] wire, int at) => BinaryPrimitives.ReadUInt16BigEndian(wire.AsSpan(at));
}
