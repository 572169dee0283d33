namespace MsLite.Mail.Auth.Spf;

/// <summary>What SPF says about a client and a domain, and why (RFC 7208 §2.6).</summary>
public sealed record SpfResult
{
    public required AuthResult Result { get; init; }

    /// <summary>The domain whose record was asked for first.</summary>
    public required string Domain { get; init; }

    /// <summary>The directive that matched, as written; "default" if none did; null without a usable record.</summary>
    public string? Mechanism { get; init; }

    /// <summary>The domain owner's own words for a fail (RFC 7208 §6.2): printable ASCII, at most 350 chars. Null if there are none.</summary>
    public string? Explanation { get; init; }

    /// <summary>What is wrong with the record, for permerror and temperror; a clause without a full stop.</summary>
    public string? Problem { get; init; }

    /// <summary>The records the result rests on, in the order read.</summary>
    public IReadOnlyList<SpfSource> Sources { get; init; } = [];
}

/// <summary>A record as it was found in DNS.</summary>
public sealed record SpfSource(string Domain, string Text);
