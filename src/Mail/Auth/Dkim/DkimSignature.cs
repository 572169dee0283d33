using MsLite.Mail.Mime;

namespace MsLite.Mail.Auth.Dkim;

/// <summary>A DKIM-Signature field, or the message signature of an ARC set, taken apart (RFC 6376 §3.5, RFC 8617 §4.1.2).</summary>
internal sealed record DkimSignature
{
    /// <summary>The field that holds it.</summary>
    public required HeaderField Field { get; init; }

    public required SignatureAlgorithm Algorithm { get; init; }

    /// <summary>d=, in A-labels, lower case.</summary>
    public required string Domain { get; init; }

    /// <summary>s=</summary>
    public required string Selector { get; init; }

    /// <summary>i=, or "@" and the domain.</summary>
    public required string Identity { get; init; }

    /// <summary>h=: the names of the signed fields, in order.</summary>
    public required IReadOnlyList<string> SignedFields { get; init; }

    public required bool RelaxedHeader { get; init; }

    /// <summary>What the body's hash is made of.</summary>
    public required BodyHashRequest Body { get; init; }

    /// <summary>bh=</summary>
    public required byte[] BodyHash { get; init; }

    /// <summary>b=</summary>
    public required byte[] Signature { get; init; }

    /// <summary>The first characters of b=, by which results tell signatures of one domain apart (RFC 6008 §4).</summary>
    public required string SignatureStart { get; init; }

    /// <summary>x=: when it ceases to be valid.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Without v=1: a draft's signature. It is read, but cannot pass.</summary>
    public bool IsDraft { get; init; }

    /// <summary>The i= domain is not the d= domain but below it, which a key with t=s forbids (§3.6.1).</summary>
    public bool IdentityIsBelow => !Identity.EndsWith("@" + Domain, StringComparison.Ordinal);

    /// <summary>Where the key is.</summary>
    public string KeyName => $"{Selector}._domainkey.{Domain}";
}
