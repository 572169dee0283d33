using System.Security.Cryptography;

namespace MsLite.Filter.Access;

/// <summary>Codes for who has lost the authenticator: 80 random bits each, kept as hashes, each good for one sign-in.</summary>
internal static class RecoveryCodes
{
    private const int Count = 8;
    private const int Bytes = 10;
    private const int Group = 4;

    /// <summary>Four groups of four, to be copied from paper.</summary>
    public static IReadOnlyList<string> Create() =>
        [.. Enumerable.Range(0, Count).Select(_ => string.Join('-', Totp.ToBase32(RandomNumberGenerator.GetBytes(Bytes)).Chunk(Group).Select(group => new string(group))))];

    public static string Hashes(IEnumerable<string> codes) => string.Join(' ', codes.Select(code => Secret.Hash(Plain(code))));

    /// <summary>The hashes that are left when <paramref name="code"/> is one; null when it is none.</summary>
    public static string? Take(string hashes, string code)
    {
        var plain = Plain(code);
        var all = hashes.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var found = Array.Find(all, hash => Secret.IsHashOf(hash, plain));
        return found is null ? null : string.Join(' ', all.Where(hash => hash != found));
    }

    private static string Plain(string code) => new([.. code.Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant)]);
}
