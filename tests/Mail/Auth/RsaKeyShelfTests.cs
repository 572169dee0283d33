using System.Security.Cryptography;
using MsLite.Mail.Auth;

namespace MsLite.Mail.Tests.Auth;

public sealed class RsaKeyShelfTests
{
    [Fact]
    public void A_key_is_lent_to_one_at_a_time()
    {
        using var key = RSA.Create(1024);
        var data = key.ExportSubjectPublicKeyInfo();
        RsaKeyShelf.GiveBack(data, RSA.Create(key.ExportParameters(includePrivateParameters: false)));

        using var lent = RsaKeyShelf.Take([.. data]);

        Assert.Equal(data, lent!.ExportSubjectPublicKeyInfo());
        Assert.Null(RsaKeyShelf.Take(data));
    }

    [Fact]
    public void A_flood_of_keys_does_not_fill_the_memory()
    {
        for (var i = 0; i < 3 * RsaKeyShelf.MostKeys; i++)
        {
            RsaKeyShelf.GiveBack(BitConverter.GetBytes(i), RSA.Create());
        }

        // Other tests give their keys back at the same time.
        Assert.InRange(RsaKeyShelf.Count, 1, RsaKeyShelf.MostKeys + 32);
    }

    [Fact]
    public void Many_threads_verify_with_one_key()
    {
        using var signer = RSA.Create(2048);
        var hash = SHA256.HashData("a header"u8);
        var signature = signer.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var data = signer.ExportSubjectPublicKeyInfo();
        var right = 0;

        Parallel.For(0, 500, _ =>
        {
            using var key = PublicKey.Parse(SignatureAlgorithm.RsaSha256, data)!;
            if (key.Verify(SignatureAlgorithm.RsaSha256, hash, signature) && !key.Verify(SignatureAlgorithm.RsaSha256, new byte[32], signature))
            {
                Interlocked.Increment(ref right);
            }
        });

        Assert.Equal(500, right);
    }
}
