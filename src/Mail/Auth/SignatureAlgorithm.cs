using System.Security.Cryptography;

namespace MsLite.Mail.Auth;

/// <summary>The signing algorithms of RFC 6376 §3.3 and RFC 8463 §3.</summary>
internal enum SignatureAlgorithm
{
    RsaSha1,
    RsaSha256,
    Ed25519Sha256,
}

internal static class SignatureAlgorithmName
{
    public static SignatureAlgorithm? Parse(string? text) => text switch
    {
        "rsa-sha1" => SignatureAlgorithm.RsaSha1,
        "rsa-sha256" => SignatureAlgorithm.RsaSha256,
        "ed25519-sha256" => SignatureAlgorithm.Ed25519Sha256,
        _ => null,
    };

    public static string ToName(this SignatureAlgorithm algorithm) => algorithm switch
    {
        SignatureAlgorithm.RsaSha1 => "rsa-sha1",
        SignatureAlgorithm.RsaSha256 => "rsa-sha256",
        _ => "ed25519-sha256",
    };

    public static HashAlgorithmName Hash(this SignatureAlgorithm algorithm) =>
        algorithm == SignatureAlgorithm.RsaSha1 ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256;

    /// <summary>The h= word of a key record.</summary>
    public static string HashWord(this SignatureAlgorithm algorithm) => algorithm == SignatureAlgorithm.RsaSha1 ? "sha1" : "sha256";

    /// <summary>The k= word of a key record.</summary>
    public static string KeyWord(this SignatureAlgorithm algorithm) => algorithm == SignatureAlgorithm.Ed25519Sha256 ? "ed25519" : "rsa";
}
