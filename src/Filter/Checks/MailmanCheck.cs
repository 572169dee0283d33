using MsLite.Filter.Policy;

namespace MsLite.Filter.Checks;

/// <summary>Refuses the notices by which Mailman asks list owners to look at held posts: forged posts turn them into a flood of their own.</summary>
internal sealed class MailmanCheck : ICheck
{
    private const string Before = "post from ";
    private const string After = " requires approval";

    public string Name => "mailman";

    public string Summary => "Refuses Mailman's notices of posts and requests that wait for a moderator: spam to lists turns them into a flood.";

    public int Order => 80;

    public ValueTask<CheckResult> ExamineAsync(Transaction transaction, PolicyBody parameters, CancellationToken ct) =>
        ValueTask.FromResult(Examine(transaction));

    private static CheckResult Examine(Transaction transaction)
    {
        var last = "";
        foreach (var field in transaction.Message.Headers.All("Subject"))
        {
            last = string.Join(' ', field.Decoded.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
            if (IsHeldPost(last) || IsReminder(last))
            {
                return CheckResult.Refuse("mailman posts not accepted here", last);
            }
        }

        return CheckResult.Pass(last);
    }

    /// <summary>"LIST post from ADDRESS requires approval".</summary>
    private static bool IsHeldPost(string subject)
    {
        for (var at = subject.IndexOf(Before, StringComparison.Ordinal); at >= 0; at = subject.IndexOf(Before, at + 1, StringComparison.Ordinal))
        {
            var rest = subject.AsSpan(at + Before.Length);
            var wordEnd = rest.IndexOf(' ');
            if (wordEnd > 0 && rest[wordEnd..].StartsWith(After, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>"3 Logcheck-devel moderator request(s) waiting".</summary>
    private static bool IsReminder(string subject) =>
        subject.Contains("moderator request(s) waiting", StringComparison.Ordinal) && subject.Contains("logcheck", StringComparison.Ordinal);
}
