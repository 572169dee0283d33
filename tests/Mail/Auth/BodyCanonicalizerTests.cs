using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MsLite.Mail.Auth;

namespace MsLite.Mail.Tests.Auth;

public sealed class BodyCanonicalizerTests
{
    [Theory]
    [InlineData("", "", "\r\n")]
    [InlineData("\r\n\r\n", "", "\r\n")]
    [InlineData(" \t\r\n", "", " \t\r\n")]
    [InlineData("a", "a\r\n", "a\r\n")]
    [InlineData("a \t b \r\n", "a b\r\n", "a \t b \r\n")]
    [InlineData("  a\r\n\r\nb\r\n\r\n\r\n", " a\r\n\r\nb\r\n", "  a\r\n\r\nb\r\n")]
    [InlineData("a\rb\r\r\nc", "a\rb\r\r\nc\r\n", "a\rb\r\r\nc\r\n")]
    [InlineData("a\nb\n", "a\r\nb\r\n", "a\r\nb\r\n")]
    [InlineData("a\r\n \r\nb", "a\r\n\r\nb\r\n", "a\r\n \r\nb\r\n")]
    public void Gives_both_forms(string body, string relaxed, string simple)
    {
        Assert.Equal(Hash(relaxed), Canonical(body, true, null, body.Length + 1));
        Assert.Equal(Hash(simple), Canonical(body, false, null, body.Length + 1));
    }

    [Fact]
    public void Stops_at_the_limit() => Assert.Equal(Hash("a b"), Canonical("a   b c\r\n", true, 3, 100));

    [Fact]
    public void Any_split_gives_the_same_hash()
    {
        var piece = Gen.Elements("a", "long text without a stop", " ", "\t", "\r", "\n", "\r\n", "\r\n\r\n");
        var bodies = Gen.Select(Gen.ListOf(piece), parts => string.Concat(parts));
        Prop.ForAll(bodies.ToArbitrary(), Gen.Choose(1, 7).ToArbitrary(), ArbMap.Default.ArbFor<bool>(), (body, size, relaxed) =>
            Canonical(body, relaxed, null, size) == Canonical(body, relaxed, null, body.Length + 1)).QuickCheckThrowOnFailure();
    }

    private static string Canonical(string body, bool relaxed, long? limit, int chunk)
    {
        using var canonicalizer = new BodyCanonicalizer(new BodyHashRequest(relaxed, limit, HashAlgorithmName.SHA256));
        foreach (var part in Encoding.Latin1.GetBytes(body).Chunk(chunk))
        {
            canonicalizer.Append(part);
        }

        return Convert.ToHexString(canonicalizer.Finish().Hash);
    }

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.Latin1.GetBytes(text)));
}
