using System.Buffers;
using System.Text;

namespace MsLite.Smtp.Protocol;

/// <summary>The encoding of parameter values in RFC 3461 §4, also used by XCLIENT: "+" and two upper-case hexadecimal digits for a byte.</summary>
internal static class Xtext
{
    private static readonly SearchValues<byte> s_hexadecimal = SearchValues.Create("0123456789ABCDEF"u8);

    /// <summary>Whether <paramref name="value"/> is well-formed and not empty.</summary>
    public static bool IsValid(ReadOnlySpan<byte> value) => !value.IsEmpty && TryDecode(value, [], out _);

    /// <summary>The decoded text, or null when the value is malformed or decodes to control characters or half UTF-8.</summary>
    public static string? Decode(ReadOnlySpan<byte> value)
    {
        Span<byte> bytes = stackalloc byte[512];
        if (value.Length > bytes.Length || !TryDecode(value, bytes, out var length))
        {
            return null;
        }

        var decoded = bytes[..length];
        var text = System.Text.Unicode.Utf8.IsValid(decoded) ? Encoding.UTF8.GetString(decoded) : null;
        return text is null || text.AsSpan().ContainsAnyInRange('\0', '\x1f') || text.AsSpan().ContainsAnyInRange('\x7f', '\x9f') ? null : text;
    }

    private static bool TryDecode(ReadOnlySpan<byte> value, Span<byte> into, out int length)
    {
        length = 0;
        for (var i = 0; i < value.Length; i++)
        {
            var b = value[i];
            if (b == '+')
            {
                if (!TryHex(value, i, out b))
                {
                    return false;
                }

                i += 2;
            }
            else if (b is <= 32 or >= 127 or (byte)'=')
            {
                return false;
            }

            if (length < into.Length)
            {
                into[length] = b;
            }

            length++;
        }

        return true;
    }

    private static bool TryHex(ReadOnlySpan<byte> value, int plus, out byte b)
    {
        b = 0;
        if (plus + 2 >= value.Length || value.Slice(plus + 1, 2).ContainsAnyExcept(s_hexadecimal))
        {
            return false;
        }

        Span<byte> one = stackalloc byte[1];
        var done = Convert.FromHexString(Encoding.ASCII.GetString(value.Slice(plus + 1, 2)), one, out _, out _);
        b = one[0];
        return done == OperationStatus.Done;
    }
}
