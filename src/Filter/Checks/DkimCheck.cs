using MsLite.Filter.Policy;

namespace MsLite.Filter.Checks;

/// <summary>Refuses unsigned mail in the name of companies that sign all of theirs: without a signature it is not from them.</summary>
internal sealed class DkimCheck : ICheck
{
    private static readonly string[] s_signers =
    [
        "amazon", "apple", "bankofamerica", "bofa", "ebay", "facebookemail", "gmail", "googlemail", "groupon", "itunes", "linkedin",
        "netflix", "paypal", "priceline", "quickbooks", "twitter", "yahoo",
    ];

    public string Name => "dkim";

    public string Summary => "Refuses mail without any DKIM signature whose envelope sender is at a well-known company that signs all its mail, such as paypal.com.";

    public int Order => 110;

    public ValueTask<CheckResult> ExamineAsync(Transaction transaction, PolicyBody parameters, CancellationToken ct) =>
        ValueTask.FromResult(Examine(transaction));

    private static CheckResult Examine(Transaction transaction)
    {
        if (transaction.ReturnPath is not { } sender)
        {
            return CheckResult.Pass();
        }

        var headers = transaction.Message.Headers;
        return !IsKnownSigner(sender.DomainKey) || headers.Contains("DKIM-Signature") || headers.Contains("DomainKey-Signature")
            ? CheckResult.Pass(sender.Key)
            : CheckResult.Refuse($"Missing DKIM signature on mail from {sender.Key}", sender.Key);
    }

    private static bool IsKnownSigner(string domain)
    {
        var dot = domain.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && s_signers.Contains(domain[..dot]);
    }
}
