using System.Security.Cryptography;

namespace MsLite.Mail.Auth;

/// <summary>A public key from a key record, ready to verify. The arithmetic is .NET's (RSA) and OpenSSL's (Ed25519).</summary>
internal sealed class PublicKey : IDisposable
{
    // RFC 8301 §3.2: verifiers must take 1024 to 4096 bits; more costs our time for nothing.
    private const int MinBits = 1024;
    private const int MaxBits = 4096;

    // The usual exponent is 65537. A long one makes verifying as slow as signing, which is the sender's gift to a DoS.
    private const int MaxExponentBytes = 8;

    private readonly byte[] _data;
    private RSA? _rsa;

    private PublicKey(byte[] data, RSA? rsa) => (_data, _rsa) = (data, rsa);

    /// <summary>The size in bits, as results show it.</summary>
    public int Bits => _rsa?.KeySize ?? 256;

    /// <summary>RFC 8301 §3.2: signatures with such a key must not be considered valid.</summary>
    public bool IsTooShort => Bits < MinBits && _rsa is not null;

    /// <summary>The key in <paramref name="data"/>, or null if there is none that we use.</summary>
    public static PublicKey? Parse(SignatureAlgorithm algorithm, byte[] data)
    {
        if (algorithm == SignatureAlgorithm.Ed25519Sha256)
        {
            // RFC 8463 §4.2: the 32 octets of the key, without ASN.1 around them.
            return data.Length == OpenSslEd25519.KeyLength ? new PublicKey(data, rsa: null) : null;
        }

        if (RsaKeyShelf.Take(data) is { } known)
        {
            return new PublicKey(data, known);
        }

        var rsa = RSA.Create();
        if (TryImport(rsa, data) && rsa.KeySize <= MaxBits && rsa.ExportParameters(false).Exponent is { Length: <= MaxExponentBytes })
        {
            return new PublicKey(data, rsa);
        }

        rsa.Dispose();
        return null;
    }

    /// <summary>Whether the signature is right for <paramref name="hash"/>, the hash of the canonical header.</summary>
    public bool Verify(SignatureAlgorithm algorithm, byte[] hash, byte[] signature)
    {
        if (_rsa is null)
        {
            // RFC 8463 §3: PureEdDSA over the SHA-256 hash.
            return OpenSslEd25519.Verify(_data, hash, signature);
        }

        try
        {
            return _rsa.VerifyHash(hash, signature, algorithm.Hash(), RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            // The platform refuses the key or the hash (SHA-1 under a strict policy): then the signature says nothing.
            return false;
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rsa, null) is { } rsa)
        {
            RsaKeyShelf.GiveBack(_data, rsa);
        }
    }

    private static bool TryImport(RSA rsa, byte[] data)
    {
        try
        {
            rsa.ImportSubjectPublicKeyInfo(data, out _);
            return true;
        }
        catch (CryptographicException)
        {
            return TryImportBare(rsa, data);
        }
    }

    // RFC 6376 §3.6.1 says RSAPublicKey, erratum 3017 that SubjectPublicKeyInfo is what everybody publishes.
    private static bool TryImportBare(RSA rsa, byte[] data)
    {
        try
        {
            rsa.ImportRSAPublicKey(data, out _);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
