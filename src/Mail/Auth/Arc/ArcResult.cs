namespace MsLite.Mail.Auth.Arc;

/// <summary>What became of a message's ARC chain (RFC 8617 §5.2).</summary>
public sealed record ArcResult
{
    /// <summary>None without a chain, pass, fail; temperror while a key cannot be had.</summary>
    public required AuthResult Result { get; init; }

    /// <summary>Why it did not pass; a clause.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Who handled the message, the first handler first. Empty unless the chain passes: nothing in a broken chain is true.</summary>
    public IReadOnlyList<ArcHop> Hops { get; init; } = [];

    /// <summary>
    /// The hop whose word counts: the last one of a passing chain in which every sealer from there on is trusted, so that nobody else
    /// has touched the message since. Null if the last sealer is not trusted. <paramref name="trusted"/> holds domains in lower case.
    /// </summary>
    public ArcHop? OldestTrusted(IReadOnlySet<string> trusted) =>
        Result == AuthResult.Pass ? Hops.Reverse().TakeWhile(hop => trusted.Contains(hop.Sealer)).LastOrDefault() : null;
}

/// <summary>One handler of a message: who sealed, and what it says it found.</summary>
/// <param name="Instance">1 for the first.</param>
/// <param name="Sealer">The domain that signed the seal.</param>
/// <param name="Results">Its ARC-Authentication-Results, without the instance.</param>
public sealed record ArcHop(int Instance, string Sealer, string Results);
