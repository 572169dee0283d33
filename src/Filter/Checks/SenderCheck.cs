using MsLite.Filter.Policy;

namespace MsLite.Filter.Checks;

/// <summary>Refuses an envelope sender whose domain has no dot: nobody could answer it, so it is an invention or a host that leaks its inside name.</summary>
internal sealed class SenderCheck : ICheck
{
    public string Name => "sender";

    public string Summary => "Refuses mail whose envelope sender has a domain without a dot: no bounce or answer could ever reach it.";

    public int Order => 10;

    public ValueTask<CheckResult> ExamineAsync(Transaction transaction, PolicyBody parameters, CancellationToken ct) =>
        ValueTask.FromResult(Examine(transaction));

    private static CheckResult Examine(Transaction transaction)
    {
        // RFC 5321 §4.5.5: the null return path is that of every bounce.
        if (transaction.ReturnPath is not { } sender)
        {
            return CheckResult.Pass();
        }

        return sender.DomainKey.Contains('.', StringComparison.Ordinal)
            ? CheckResult.Pass(sender.Key)
            : CheckResult.Refuse($"Sender seems bogus: {sender.Key}", sender.Key);
    }
}
