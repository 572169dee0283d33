using MsLite.Filter.Policy;

namespace MsLite.Filter.Checks;

/// <summary>Refuses a message that says nothing: such mail only tries out which addresses exist.</summary>
internal sealed class EmptyBodyCheck : ICheck
{
    public string Name => "empty_body";

    public string Summary => "Refuses mail with nothing but white space after the header, and no attachment: it only tries out which addresses exist.";

    public int Order => 70;

    public ValueTask<CheckResult> ExamineAsync(Transaction transaction, PolicyBody parameters, CancellationToken ct) =>
        ValueTask.FromResult(transaction.Message.IsEmptyBody() ? CheckResult.Refuse("Empty body") : CheckResult.Pass());
}
