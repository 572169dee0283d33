namespace MsLite.Mail.Auth.Dkim;

/// <summary>What became of one DKIM-Signature.</summary>
public sealed record DkimResult
{
    public required AuthResult Result { get; init; }

    /// <summary>Why it did not pass, or what is notable about a pass; a clause, empty if there is nothing to say.</summary>
    public string Reason { get; init; } = "";

    /// <summary>d=: who takes responsibility. Empty if it cannot be read.</summary>
    public string Domain { get; init; } = "";

    /// <summary>s=</summary>
    public string Selector { get; init; } = "";

    /// <summary>i=, or "@" and the domain.</summary>
    public string Identity { get; init; } = "";

    /// <summary>a=, such as "rsa-sha256".</summary>
    public string Algorithm { get; init; } = "";

    /// <summary>The first characters of b= (RFC 6008 §4).</summary>
    public string SignatureStart { get; init; } = "";

    /// <summary>The key's size in bits; 0 if no key was used.</summary>
    public int KeyBits { get; init; }

    /// <summary>The key record the result rests on.</summary>
    public string KeyRecord { get; init; } = "";

    /// <summary>The key says t=y: RFC 6376 §3.6.1 wants a failure treated like an unsigned message.</summary>
    public bool IsTesting { get; init; }

    /// <summary>Octets of the body that are signed, if the signature limits them with l=; text may have been added behind them.</summary>
    public long? SignedLength { get; init; }
}
