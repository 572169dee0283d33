using System.Security.Cryptography;
using System.Text;

namespace MsLite.Web.Start;

/// <summary>The link printed at start that opens the panel once. Its token is 128 random bits, kept in memory only.</summary>
internal sealed class SetupLink
{
    private string? _token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>The link's path; meaningless once it has been used.</summary>
    public string Path => $"/setup/{_token}";

    /// <summary>True once, for the right token.</summary>
    public bool TryUse(string token)
    {
        var expected = Volatile.Read(ref _token);
        return expected is not null
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(expected))
            && Interlocked.CompareExchange(ref _token, null, expected) == expected;
    }
}
