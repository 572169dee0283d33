using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MsLite.Filter.Access;

/// <summary>The six digits that an authenticator shows: RFC 6238 with its defaults, which every authenticator knows.</summary>
internal static class Totp
{
    private const int KeyBytes = 20;
    private const int Digits = 6;
    private const int Modulus = 1_000_000;

    // RFC 6238 §5.2: one step before and after, for clocks that differ and people who type slowly.
    private const int Tolerance = 1;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private static readonly TimeSpan s_step = TimeSpan.FromSeconds(30);

    /// <summary>160 random bits, RFC 4226 §4's recommendation, in base 32.</summary>
    public static string CreateKey() => ToBase32(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>The step at which <paramref name="code"/> is right; null when it is not, or was right at or before <paramref name="lastStep"/>.</summary>
    public static long? FindStep(string key, string code, long lastStep, DateTimeOffset now)
    {
        var digits = code.Replace(" ", "", StringComparison.Ordinal);
        if (digits.Length != Digits)
        {
            return null;
        }

        var bytes = FromBase32(key);
        var current = StepOf(now);
        for (var step = current - Tolerance; step <= current + Tolerance; step++)
        {
            // RFC 6238 §5.2: a code is taken once.
            if (step > lastStep && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Code(bytes, step)), Encoding.UTF8.GetBytes(digits)))
            {
                return step;
            }
        }

        return null;
    }

    public static long StepOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / (long)s_step.TotalSeconds;

    /// <summary>RFC 4226 §5.3: the last nibble says which four bytes are cut out.</summary>
    public static string Code(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // RFC 6238's default, and the one hash that every authenticator knows; HMAC does not rest on collisions.
        var mac = HMACSHA1.HashData(key, counter);
#pragma warning restore CA5350
        var offset = mac[^1] & 0xF;
        var number = BinaryPrimitives.ReadInt32BigEndian(mac.AsSpan(offset, sizeof(int))) & int.MaxValue;
        return (number % Modulus).ToString("D6", CultureInfo.InvariantCulture);
    }

    public static string ToBase32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (buffer, bits) = (0, 0);
        foreach (var b in bytes)
        {
            (buffer, bits) = (((buffer << 8) | b) & 0xFFFF, bits + 8);
            while (bits >= 5)
            {
                bits -= 5;
                text.Append(Base32[(buffer >> bits) & 0x1F]);
            }
        }

        return bits == 0 ? text.ToString() : text.Append(Base32[(buffer << (5 - bits)) & 0x1F]).ToString();
    }

    /// <summary>What is no base 32 is passed over: it is only ever our own.</summary>
    public static byte[] FromBase32(string text)
    {
        var bytes = new List<byte>(text.Length);
        var (buffer, bits) = (0, 0);
        foreach (var value in text.Select(c => Base32.IndexOf(c, StringComparison.Ordinal)).Where(value => value >= 0))
        {
            (buffer, bits) = (((buffer << 5) | value) & 0xFFFF, bits + 5);
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(buffer >> bits));
            }
        }

        return [.. bytes];
    }
}
