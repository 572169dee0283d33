using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace MsLite.Filter.Access;

/// <summary>
/// Random secrets of 256 bits: tokens, sessions, set-up links. Only their SHA-256 is kept: nobody can guess what is random,
/// so nothing is won by a slow hash, and who reads the database cannot come in by it.
/// </summary>
internal static class Secret
{
    private const int Bytes = 32;

    /// <param name="prefix">What it is for, so that a secret found in the wrong place can be recognized.</param>
    public static string Create(string prefix = "") => prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Takes the same time wherever the two differ.</summary>
    public static bool IsHashOf(string hash, string secret) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(Hash(secret)));
}
