using MsLite.Filter.Checks;

namespace MsLite.Filter.Replay;

/// <summary>Answers for the checks of one climb: asked again where the facts are recorded, repeated where only the answer is, and missing otherwise.</summary>
internal sealed class RecordedAnswers(RecordedMessage message)
{
    private const long NanosecondsAMillisecond = 1_000_000;

    private readonly List<string> _missing = [];

    /// <summary>Checks that could have refused or deferred, and of which nobody knows what they would have said.</summary>
    public IReadOnlyList<string> Missing => _missing;

    public async Task<CheckAnswer> AskAsync(EnabledCheck enabled, Recipient recipient) => new(await AnswerAsync(enabled, recipient), 0);

    private async Task<CheckResult> AnswerAsync(EnabledCheck enabled, Recipient recipient)
    {
        var check = enabled.Check;
        switch (ReplayRules.NeedOf(check.Name))
        {
            case ReplayNeed.Nothing:
                return CheckResult.Pass();
            case ReplayNeed.Facts when message.Facts.AreWholeFor(check.Name, message.Row):
                return await check.ExamineAsync(message.Transaction, enabled.Switch.Body, CancellationToken.None);
            case ReplayNeed.Facts:
                // Such a check has no parameters: it would say the same.
                return Recorded(enabled) ?? NotKnown(enabled);
            default:
                return (check.Parameters.Count == 0 && check.Name != DnsblCheck.CheckName) || IsAsThen(enabled) ? Recorded(enabled) ?? NotKnown(enabled) : NotKnown(enabled);
        }
    }

    /// <summary>The file that holds the check's parameters is the one of then, and nobody has touched it since.</summary>
    private bool IsAsThen(EnabledCheck enabled) =>
        enabled.Switch.Changed is > 0 and var changed
        && changed / NanosecondsAMillisecond <= message.Row.Time.ToUnixTimeMilliseconds()
        && message.Trace.Any(entry => entry.Rung == enabled.Rung && entry.File == enabled.Switch.Path);

    private CheckResult? Recorded(EnabledCheck enabled) => message.Trace.FirstOrDefault(entry => entry.Rung == enabled.Rung) is not { Rung: not null } entry
        ? null
        : new CheckResult(
            entry.Result switch
            {
                TraceResult.Refuse or TraceResult.ShadowRefuse => CheckOutcome.Refuse,
                TraceResult.Defer or TraceResult.ShadowDefer => CheckOutcome.Defer,
                TraceResult.Abstain => CheckOutcome.Abstain,
                _ => CheckOutcome.Pass,
            },
            message.Row.Blocker == entry.Rung ? message.Row.Reason : entry.Detail,
            entry.Value);

    private CheckResult NotKnown(EnabledCheck enabled)
    {
        if (!enabled.IsShadow)
        {
            _missing.Add(enabled.Check.Name);
        }

        return CheckResult.AbstainQuietly("What it would have said is not recorded.");
    }
}
