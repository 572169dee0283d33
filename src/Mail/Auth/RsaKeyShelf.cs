using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace MsLite.Mail.Auth;

/// <summary>
/// Keeps RSA keys that were used lately: OpenSSL takes ten times as long to read a key as to verify with it, and a few senders send
/// most of the mail. A key is lent to one at a time; who comes meanwhile reads it himself.
/// </summary>
internal static class RsaKeyShelf
{
    /// <summary>Some KiB each.</summary>
    public const int MostKeys = 256;

    private static readonly ConcurrentDictionary<byte[], RSA> s_keys = new(new SameBytes());

    public static int Count => s_keys.Count;

    /// <summary>The key that was given back for these bytes, which now belongs to the caller; null when there is none.</summary>
    public static RSA? Take(byte[] data) => s_keys.TryRemove(data, out var key) ? key : null;

    public static void GiveBack(byte[] data, RSA key)
    {
        if (s_keys.Count >= MostKeys)
        {
            Drop();
        }

        if (!s_keys.TryAdd(data, key))
        {
            key.Dispose();
        }
    }

    // Any one: a key in steady use is soon back, and a flood of keys seen once cannot keep the others out.
    private static void Drop()
    {
        foreach (var (data, _) in s_keys)
        {
            if (s_keys.TryRemove(data, out var key))
            {
                key.Dispose();
                return;
            }
        }
    }

    private sealed class SameBytes : IEqualityComparer<byte[]>
    {
        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] bytes)
        {
            // Seeded for each process: nobody outside can make keys that collide.
            var hash = new HashCode();
            hash.AddBytes(bytes);
            return hash.ToHashCode();
        }
    }
}
