using MsLite.Filter.Policy;

namespace MsLite.Filter.Checks;

/// <summary>Refuses mail that names a program used, or pretended, mostly by senders of spam.</summary>
internal sealed class MailersCheck : ICheck
{
    public string Name => "mailers";

    public string Summary => "Refuses mail whose X-Mailer: names The Bat! or GloboMail, which spam used to pretend far more often than people used them.";

    public int Order => 100;

    public ValueTask<CheckResult> ExamineAsync(Transaction transaction, PolicyBody parameters, CancellationToken ct) =>
        ValueTask.FromResult(Examine(transaction));

    private static CheckResult Examine(Transaction transaction)
    {
        var mailer = "";
        foreach (var field in transaction.Message.Headers.All("X-Mailer"))
        {
            mailer = field.Decoded.Trim();
            if (mailer.Contains("the bat", StringComparison.OrdinalIgnoreCase) || mailer.Equals("globomail", StringComparison.OrdinalIgnoreCase))
            {
                return CheckResult.Refuse($"Bad mailer: {mailer}", mailer);
            }
        }

        return CheckResult.Pass(mailer);
    }
}
