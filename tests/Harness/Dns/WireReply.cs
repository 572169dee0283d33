using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace MsLite.Harness;

/// <summary>Builds replies in wire form, right or wrong, from the question they answer.</summary>
public sealed class WireReply
{
    private readonly List<byte> _bytes;

    public WireReply(ReadOnlySpan<byte> question)
    {
        // The question without its OPT record.
        var end = 12;
        while (question[end] != 0)
        {
            end += question[end] + 1;
        }

        _bytes = [.. question[..(end + 5)]];
        Flags = 0x8180;
        Count(10, 0);
    }

    public int Flags
    {
        get => (_bytes[2] << 8) | _bytes[3];
        set => (_bytes[2], _bytes[3]) = ((byte)(value >> 8), (byte)value);
    }

    public int Code
    {
        set => Flags = (Flags & ~15) | value;
    }

    public byte[] Bytes => [.. _bytes];

    public WireReply A(string owner, string address, int ttl = 60) => Answer(owner, 1, ttl, IPAddress.Parse(address).GetAddressBytes());

    public WireReply Cname(string owner, string target, int ttl = 60) => Answer(owner, 5, ttl, Name(target));

    public WireReply Mx(string owner, int preference, string target) => Answer(owner, 15, 60, [(byte)(preference >> 8), (byte)preference, .. Name(target)]);

    public WireReply Txt(string owner, params string[] strings) =>
        Answer(owner, 16, 60, [.. strings.SelectMany(text => Encoding.Latin1.GetBytes(text).Prepend((byte)text.Length))]);

    public WireReply Soa(string owner, int ttl, int minimum)
    {
        var numbers = new byte[20];
        BinaryPrimitives.WriteInt32BigEndian(numbers.AsSpan(16), minimum);
        return Record(8, owner, 6, ttl, [.. Name("ns." + owner), .. Name("admin." + owner), .. numbers]);
    }

    public WireReply Answer(string owner, int type, int ttl, byte[] data) => Record(6, owner, type, ttl, data);

    public WireReply Raw(params byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>Sets one of the four counts of the header by its place.</summary>
    public WireReply Count(int place, int count)
    {
        (_bytes[place], _bytes[place + 1]) = ((byte)(count >> 8), (byte)count);
        return this;
    }

    public static byte[] Name(string name) =>
        [.. name.Split('.', StringSplitOptions.RemoveEmptyEntries).SelectMany(label => Encoding.Latin1.GetBytes(label).Prepend((byte)label.Length)), 0];

    private WireReply Record(int place, string owner, int type, int ttl, byte[] data)
    {
        Count(place, ((_bytes[place] << 8) | _bytes[place + 1]) + 1);
        var fixedPart = new byte[10];
        BinaryPrimitives.WriteUInt16BigEndian(fixedPart, (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(fixedPart.AsSpan(2), 1);
        BinaryPrimitives.WriteInt32BigEndian(fixedPart.AsSpan(4), ttl);
        BinaryPrimitives.WriteUInt16BigEndian(fixedPart.AsSpan(8), (ushort)data.Length);
        return Raw([.. Name(owner), .. fixedPart, .. data]);
    }
}
