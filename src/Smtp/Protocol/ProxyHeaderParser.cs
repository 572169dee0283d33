using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MsLite.Smtp.Protocol;

/// <summary>Reads a PROXY header off the front of a connection. Knows bytes and nothing else; cannot fail.</summary>
internal static class ProxyHeaderParser
{
    // Specification §2.1: the longest line of version 1, with CR LF.
    private const int MaxLine = 107;

    // 16 octets, addresses of at most 216, and room for some TLVs. The length field could ask for 64 KiB.
    private const int MaxBinary = 2048;
    private const int FixedBinary = 16;

    private static ReadOnlySpan<byte> Word => "PROXY "u8;

    private static ReadOnlySpan<byte> Signature => [0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a];

    /// <param name="buffer">The connection's first bytes.</param>
    /// <param name="header">Only when parsed.</param>
    /// <param name="length">Of the header; only when parsed.</param>
    public static ProxyStatus TryParse(in ReadOnlySequence<byte> buffer, out ProxyHeader header, out int length)
    {
        header = ProxyHeader.Unknown;
        length = 0;
        Span<byte> bytes = stackalloc byte[(int)Math.Min(buffer.Length, MaxBinary)];
        buffer.Slice(0, bytes.Length).CopyTo(bytes);
        if (Begins(bytes, Word))
        {
            return bytes.Length < Word.Length ? ProxyStatus.NeedMore : ParseLine(bytes, out header, out length);
        }

        if (Begins(bytes, Signature))
        {
            return bytes.Length < FixedBinary ? ProxyStatus.NeedMore : ParseBinary(bytes, out header, out length);
        }

        return ProxyStatus.NotProxy;
    }

    private static bool Begins(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> with)
    {
        var length = Math.Min(bytes.Length, with.Length);
        return bytes[..length].SequenceEqual(with[..length]);
    }

    private static ProxyStatus ParseLine(ReadOnlySpan<byte> bytes, out ProxyHeader header, out int length)
    {
        header = ProxyHeader.Unknown;
        length = 0;
        var end = bytes.IndexOf("\r\n"u8);
        if (end < 0)
        {
            return bytes.Length >= MaxLine ? ProxyStatus.Malformed : ProxyStatus.NeedMore;
        }

        length = end + 2;
        if (length > MaxLine || !Ascii.IsValid(bytes[..end]))
        {
            return ProxyStatus.Malformed;
        }

        var words = Encoding.ASCII.GetString(bytes[Word.Length..end]).Split(' ');
        if (words[0] == "UNKNOWN")
        {
            return ProxyStatus.Parsed;
        }

        if (words is not [("TCP4" or "TCP6") and var family, var from, var to, var fromPort, var toPort]
            || EndPoint(family, from, fromPort) is not { } source
            || EndPoint(family, to, toPort) is not { } destination)
        {
            return ProxyStatus.Malformed;
        }

        header = new ProxyHeader(source, destination);
        return ProxyStatus.Parsed;
    }

    private static IPEndPoint? EndPoint(string family, string address, string port)
    {
        var wanted = family == "TCP4" ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6;
        var plain = wanted == AddressFamily.InterNetworkV6 || address.Count('.') == 3;
        return plain
            && IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily == wanted
            && ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new IPEndPoint(NetworkSet.Normalise(parsed), number)
            : null;
    }

    private static ProxyStatus ParseBinary(ReadOnlySpan<byte> bytes, out ProxyHeader header, out int length)
    {
        header = ProxyHeader.Unknown;
        length = FixedBinary + BinaryPrimitives.ReadUInt16BigEndian(bytes[14..]);
        if (bytes[12] is not (0x20 or 0x21) || length > MaxBinary)
        {
            return ProxyStatus.Malformed;
        }

        if (bytes.Length < length)
        {
            return ProxyStatus.NeedMore;
        }

        // Specification §2.2: LOCAL (health checks) keeps the connection's own addresses, whatever is written behind it.
        var local = bytes[12] == 0x20;
        var size = bytes[13] switch
        {
            0x11 => 4,
            0x21 => 16,
            _ => 0,
        };
        if (local || size == 0)
        {
            return ProxyStatus.Parsed;
        }

        var addresses = bytes[FixedBinary..length];
        if (addresses.Length < (2 * size) + 4)
        {
            return ProxyStatus.Malformed;
        }

        var ports = addresses[(2 * size)..];
        header = new ProxyHeader(EndPoint(addresses[..size], ports), EndPoint(addresses.Slice(size, size), ports[2..]));
        return ProxyStatus.Parsed;
    }

    private static IPEndPoint EndPoint(ReadOnlySpan<byte> address, ReadOnlySpan<byte> port) =>
        new(NetworkSet.Normalise(new IPAddress(address)), BinaryPrimitives.ReadUInt16BigEndian(port));
}
