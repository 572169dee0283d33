using System.Security.Cryptography;

namespace MsLite.Mail.Auth;

/// <summary>Which hash of the body a signature needs. Signatures that need the same one share it.</summary>
/// <param name="Limit">The l= of the signature: canonical octets hashed; null is all.</param>
internal sealed record BodyHashRequest(bool Relaxed, long? Limit, HashAlgorithmName Algorithm);

/// <summary>The hash, and how many canonical octets the body has (at least the limit, if there is one and it was reached).</summary>
internal sealed record BodyHash(byte[] Hash, long Length);
