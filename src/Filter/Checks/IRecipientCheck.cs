using MsLite.Filter.Policy;

namespace MsLite.Filter.Checks;

/// <summary>A check whose answer depends on the recipient, and which is therefore asked for each.</summary>
internal interface IRecipientCheck : ICheck
{
    ValueTask<CheckResult> ExamineAsync(Transaction transaction, Recipient recipient, PolicyBody parameters, CancellationToken ct);

    /// <summary>Never asked without a recipient.</summary>
    ValueTask<CheckResult> ICheck.ExamineAsync(Transaction transaction, PolicyBody parameters, CancellationToken ct) =>
        ExamineAsync(transaction, transaction.Recipients[0], parameters, ct);
}
