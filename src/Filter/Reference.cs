using System.Security.Cryptography;

namespace MsLite.Filter;

/// <summary>
/// Makes the short reference of a message that stands in its log line, index line and reply: 16 characters, a millisecond clock
/// first, so that references sort by time, then 32 random bits.
/// </summary>
public static class Reference
{
    // Crockford's base 32: no i, l, o, u, so that it survives being read out over a telephone.
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

    public static string New(TimeProvider clock)
    {
        Span<byte> random = stackalloc byte[4];
        RandomNumberGenerator.Fill(random);
        var bits = ((UInt128)(ulong)clock.GetUtcNow().ToUnixTimeMilliseconds() << 32) | BitConverter.ToUInt32(random);
        return string.Create(16, bits, static (text, value) =>
        {
            for (var i = text.Length - 1; i >= 0; i--)
            {
                text[i] = Alphabet[(int)(value & 31)];
                value >>= 5;
            }
        });
    }
}
