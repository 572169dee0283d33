using MsLite.Filter.Policy;

namespace MsLite.Filter.Checks;

/// <summary>Refuses a message without a Date field, which RFC 5322 §3.6 requires of every message.</summary>
internal sealed class DateCheck : ICheck
{
    public string Name => "date";

    public string Summary => "Refuses mail without a Date: field, or with an empty one. Mail programs write it; many bulk mailers forget it.";

    public int Order => 60;

    public ValueTask<CheckResult> ExamineAsync(Transaction transaction, PolicyBody parameters, CancellationToken ct)
    {
        var date = transaction.Message.Headers.All("Date").FirstOrDefault(field => field.Value.Length > 0);
        return ValueTask.FromResult(date is null ? CheckResult.Refuse("Missing header - Date:") : CheckResult.Pass(date.Decoded));
    }
}
