namespace MsLite.Mail.Auth.Dkim;

/// <summary>A key record taken apart (RFC 6376 §3.6.1).</summary>
/// <param name="Text">As found in DNS.</param>
/// <param name="KeyData">p= decoded; empty is a revoked key.</param>
/// <param name="IsTesting">t=y: the domain is testing DKIM.</param>
/// <param name="IsStrict">t=s: the domain of i= must be that of d=.</param>
internal sealed record DkimKeyRecord(string Text, string KeyType, byte[] KeyData, string? Hashes, string? Services, bool IsTesting, bool IsStrict)
{
    // An RSA key of 4096 bits has 736 chars of base64.
    private const int MaxLength = 8192;

    /// <summary>The record, or null if this text is none.</summary>
    public static DkimKeyRecord? Parse(string text)
    {
        if (text.Length > MaxLength || TagList.Parse(text, lenient: true) is not { } tags || tags.Compact("p") is not { } key)
        {
            return null;
        }

        // RFC 6376 §3.6.1: v= is optional; if there, it stands first and is DKIM1.
        if (tags["v"] is { } version && (version != "DKIM1" || tags.First != "v"))
        {
            return null;
        }

        var data = new byte[(key.Length * 3 / 4) + 3];
        if (!Convert.TryFromBase64String(key, data, out var length))
        {
            return null;
        }

        var flags = tags.Compact("t")?.Split(':') ?? [];
        return new DkimKeyRecord(
            text, tags["k"] ?? "rsa", data[..length], tags.Compact("h"), tags.Compact("s"), flags.Contains("y"), flags.Contains("s"));
    }

    /// <summary>Why a signature may not use this key; null if it may.</summary>
    /// <param name="algorithm">The signature's.</param>
    /// <param name="forSubdomain">The signature speaks for a sub-domain of the key's domain.</param>
    public SignatureFault? Refuses(SignatureAlgorithm algorithm, bool forSubdomain)
    {
        if (KeyData.Length == 0)
        {
            return SignatureFault.PermError("the key is revoked");
        }

        if (KeyType != algorithm.KeyWord())
        {
            return SignatureFault.PermError($"the key is not for {algorithm.KeyWord()}");
        }

        if (Hashes is not null && !Hashes.Split(':').Contains(algorithm.HashWord()))
        {
            return SignatureFault.PermError($"the key is not for {algorithm.HashWord()}");
        }

        if (Services is not null && !Services.Split(':').Any(service => service is "*" or "email"))
        {
            return SignatureFault.PermError("the key is not for mail");
        }

        return IsStrict && forSubdomain ? SignatureFault.PermError("the key does not sign for sub-domains") : null;
    }
}
