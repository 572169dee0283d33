using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MsLite.Filter.Quarantine.Search;

/// <summary>The place of a copy among all copies: its milliseconds since 1970, then 20 bits of its name, so that reading a line again gives the same key.</summary>
internal static class CopyKey
{
    private const int NameBits = 20;

    public static long Of(QuarantineEntry entry)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{entry.Domain}/{entry.FileName}"), hash);
        return AtOrAfter(entry.Time ?? DateTimeOffset.UnixEpoch) + (BinaryPrimitives.ReadUInt32LittleEndian(hash) & ((1 << NameBits) - 1));
    }

    /// <summary>The first key that a moment can have.</summary>
    public static long AtOrAfter(DateTimeOffset time) => Math.Max(0, time.ToUnixTimeMilliseconds()) << NameBits;

    public static DateTimeOffset TimeOf(long key) => DateTimeOffset.FromUnixTimeMilliseconds(key >> NameBits);
}
