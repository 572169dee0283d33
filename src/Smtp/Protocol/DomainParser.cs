using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MsLite.Smtp.Protocol;

/// <summary>Finds where a domain or an address literal ends (RFC 5321 §4.1.2, §4.1.3; U-labels of RFC 6531 §3.3).</summary>
internal static class DomainParser
{
    /// <summary>RFC 5321 §4.5.3.1.2, octets.</summary>
    public const int MaxDomain = 255;

    // RFC 1035 §2.3.4.
    private const int MaxLabel = 63;

    private static readonly SearchValues<byte> s_ipv4 = SearchValues.Create("0123456789."u8);
    private static readonly SearchValues<byte> s_ipv6 = SearchValues.Create("0123456789abcdefABCDEF:."u8);

    /// <summary>Length of the domain at the front of <paramref name="input"/>; 0 when there is none or it is malformed.</summary>
    public static int Measure(ReadOnlySpan<byte> input)
    {
        var label = 0;
        var position = 0;
        for (; position < input.Length && (input[position] == '.' || IsLabelByte(input[position])); position++)
        {
            if (input[position] != '.')
            {
                label++;
            }
            else if (!IsLabel(input.Slice(position - label, label)))
            {
                return 0;
            }
            else
            {
                label = 0;
            }
        }

        return IsLabel(input.Slice(position - label, label)) ? position : 0;
    }

    /// <summary>Length of the address literal at the front of <paramref name="input"/> with its brackets; 0 when malformed.</summary>
    public static int MeasureLiteral(ReadOnlySpan<byte> input)
    {
        var end = input.IndexOf((byte)']');
        if (end <= 1 || end > MaxDomain || input[0] != '[')
        {
            return 0;
        }

        var content = input[1..end];
        var sound = Ascii.EqualsIgnoreCase(content[..Math.Min(5, content.Length)], "IPv6:"u8) ? IsIPv6(content[5..]) : IsIPv4(content);
        return sound ? end + 1 : 0;
    }

    // A label of U-labels may be longer in octets than its A-label; DNS will judge it.
    private static bool IsLabel(ReadOnlySpan<byte> label) =>
        label.Length > 0 && label[0] != '-' && label[^1] != '-' && (label.Length <= MaxLabel || !Ascii.IsValid(label));

    // RFC 5321 knows no underscore, but hosts that have one in their names send mail and no harm comes of it.
    private static bool IsLabelByte(byte b) => b >= 0x80 || b is (byte)'-' or (byte)'_' || char.IsAsciiLetterOrDigit((char)b);

    private static bool IsIPv4(ReadOnlySpan<byte> text)
    {
        if (text.ContainsAnyExcept(s_ipv4) || text.Count((byte)'.') != 3)
        {
            return false;
        }

        return IPAddress.TryParse(Encoding.ASCII.GetString(text), out var address) && address.AddressFamily == AddressFamily.InterNetwork;
    }

    private static bool IsIPv6(ReadOnlySpan<byte> text) =>
        !text.ContainsAnyExcept(s_ipv6)
        && IPAddress.TryParse(Encoding.ASCII.GetString(text), out var address)
        && address.AddressFamily == AddressFamily.InterNetworkV6;
}
