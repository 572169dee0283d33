using System.Buffers;
using System.Security.Cryptography;
using MsLite.Mail.Mime;

namespace MsLite.Mail.Auth.Dkim;

/// <summary>Compares one signature with a message and a key (RFC 6376 §6.1.3). Pure: the key and the body's hash are given.</summary>
internal static class SignatureCheck
{
    // Five signatures may each have us hash the whole header. Real headers have a few dozen KiB.
    private const int MaxSignedHeader = 256 * 1024;

    /// <summary>What is wrong with a message's signature, and the key's size.</summary>
    /// <param name="signature">The signature.</param>
    /// <param name="headerHash">See <see cref="HashHeader"/>; made when it is first needed, and once for all records.</param>
    /// <param name="body">The hash of the body the signature is for.</param>
    /// <param name="record">One of the key records.</param>
    public static (SignatureFault? Fault, int KeyBits) Check(DkimSignature signature, Lazy<byte[]?> headerHash, BodyHash body, DkimKeyRecord record)
    {
        var refused = record.Refuses(signature.Algorithm, signature.IdentityIsBelow) ?? BodyFault(signature, body);
        return refused is not null ? (refused, 0)
            : headerHash.Value is { } hash ? CheckKey(signature.Algorithm, record, hash, signature.Signature)
            : (SignatureFault.PermError("more header is signed than we look at"), 0);
    }

    /// <summary>What is wrong with a signature of <paramref name="hash"/>, and the key's size.</summary>
    public static (SignatureFault? Fault, int KeyBits) CheckKey(SignatureAlgorithm algorithm, DkimKeyRecord record, byte[] hash, byte[] signature)
    {
        using var key = PublicKey.Parse(algorithm, record.KeyData);
        if (key is null)
        {
            return (SignatureFault.PermError("the key cannot be used"), 0);
        }

        if (!key.Verify(algorithm, hash, signature))
        {
            return (SignatureFault.Fail("the signature is wrong"), key.Bits);
        }

        // RFC 8301 §3.2
        return (key.IsTooShort ? new SignatureFault(AuthResult.Policy, $"an RSA key of {key.Bits} bits is too short") : null, key.Bits);
    }

    private static SignatureFault? BodyFault(DkimSignature signature, BodyHash body)
    {
        // RFC 6376 §3.5: an l= beyond the body's end is an error of the signature.
        if (signature.Body.Limit > body.Length)
        {
            return SignatureFault.Fail("l= is longer than the body");
        }

        return signature.BodyHash.AsSpan().SequenceEqual(body.Hash) ? null : SignatureFault.Fail("the body has been changed");
    }

    /// <summary>RFC 6376 §3.7: the signed fields in the order of h=, then the signature's own field without the value of b=. Null if too long.</summary>
    public static byte[]? HashHeader(DkimSignature signature, HeaderList headers)
    {
        var canonical = new ArrayBufferWriter<byte>(4096);
        foreach (var field in SignedFields(signature.SignedFields, headers))
        {
            if (canonical.WrittenCount + field.Length > MaxSignedHeader)
            {
                return null;
            }

            HeaderCanonicalizer.Write(field.Raw.Span, signature.RelaxedHeader, lineEnd: true, canonical);
        }

        HeaderCanonicalizer.Write(HeaderCanonicalizer.WithoutSignature(signature.Field.Raw.Span), signature.RelaxedHeader, lineEnd: false, canonical);
        return CryptographicOperations.HashData(signature.Algorithm.Hash(), canonical.WrittenSpan);
    }

    // RFC 6376 §5.4.2: the first mention of a name means the last field of it, the next the one above; a mention too many is nothing,
    // which is how a signer says that no further field of that name may be added.
    private static IEnumerable<HeaderField> SignedFields(IReadOnlyList<string> names, HeaderList headers)
    {
        var left = new Dictionary<string, Stack<HeaderField>>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in names)
        {
            if (!left.TryGetValue(name, out var fields))
            {
                left[name] = fields = new Stack<HeaderField>(headers.All(name));
            }

            if (fields.TryPop(out var field))
            {
                yield return field;
            }
        }
    }
}
