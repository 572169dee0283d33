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
    private const int Length = 16;

    /// <summary>When the reference was made; false for a text that is none.</summary>
    public static bool TryGetTime(string text, out DateTimeOffset time)
    {
        time = default;
        UInt128 bits = 0;
        foreach (var c in text)
        {
            var digit = Alphabet.IndexOf(char.ToLowerInvariant(c), StringComparison.Ordinal);
            if (digit < 0 || text.Length != Length)
            {
                return false;
            }

            bits = (bits << 5) | (UInt128)digit;
        }

        var milliseconds = (long)(bits >> 32);
        if (text.Length != Length || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            return false;
        }

        time = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        return true;
    }

    public static string New(TimeProvider clock)
    {
        Span<byte> random = stackalloc byte[4];
        RandomNumberGenerator.Fill(random);
        var bits = ((UInt128)(ulong)clock.GetUtcNow().ToUnixTimeMilliseconds() << 32) | BitConverter.ToUInt32(random);
        return string.Create(Length, bits, static (text, value) =>
        {
            for (var i = text.Length - 1; i >= 0; i--)
            {
                text[i] = Alphabet[(int)(value & 31)];
                value >>= 5;
            }
        });
    }
}
