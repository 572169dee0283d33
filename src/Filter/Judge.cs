namespace MsLite.Filter;

/// <summary>Climbs the ladder: whitelists, blacklists, recipients, checks. One verdict for each recipient, none depending on another.</summary>
public sealed class Judge
{
    /// <summary>The verdicts in the order of the transaction's recipients.</summary>
    public ValueTask<IReadOnlyList<Verdict>> JudgeAsync(Transaction transaction, CancellationToken ct) => throw new NotImplementedException();

    /// <summary>
    /// What could make two recipients of one transaction fare differently, as one comparable text: the answers of the rungs that
    /// depend on the recipient, the domain's switches and lists, its next hop.
    /// </summary>
    public string Fingerprint(Transaction transaction, Recipient recipient) => throw new NotImplementedException();
}
