namespace MsLite.Filter.Checks;

/// <summary>Puts the answers of checks together for one recipient, and into its trace.</summary>
internal sealed class CheckTally(TraceWriter trace)
{
    /// <summary>A reason must leave room for the reply's code and reference within RFC 5321 §4.5.3.1.5's 512 octets.</summary>
    private const int MostReason = 400;

    /// <summary>Room for a DKIM key of 4096 bits with what is found about it; the index keeps it for every refused message.</summary>
    private const int MostDetail = 1500;

    private (int Order, Decision Decision)? _refusal;
    private (int Order, Decision Decision)? _deferral;

    /// <summary>Null when nothing was found.</summary>
    public Decision? Decision => (_refusal ?? _deferral)?.Decision;

    /// <summary>Whether a refusal by this check would come before the one that is known.</summary>
    public bool StillMatters(EnabledCheck enabled) => _refusal is null || enabled.Check.Order < _refusal.Value.Order;

    /// <summary>True when the check refuses, so that none behind it needs to be asked.</summary>
    public bool Add(EnabledCheck enabled, CheckAnswer answer)
    {
        var result = answer.Result;
        var reason = Reason(result.Detail);
        var isShadow = enabled.IsShadow;
        trace.Add(new TraceEntry(
            enabled.Rung, PlainText.Clean(result.Value), enabled.Switch.Path, ResultOf(result.Outcome, isShadow),
            Detail(result, InShadow(enabled, result.Outcome, reason)), answer.Ms));
        if (isShadow)
        {
            return false;
        }

        switch (result.Outcome)
        {
            case CheckOutcome.Refuse:
                _refusal = (enabled.Check.Order, DecisionOf(VerdictKind.Refuse, enabled, reason));
                return true;
            case CheckOutcome.Defer:
                Keep(enabled.Check.Order, DecisionOf(VerdictKind.Defer, enabled, reason));
                return false;
            default:
                return false;
        }
    }

    private void Keep(int order, Decision deferral)
    {
        if (_deferral is null || order < _deferral.Value.Order)
        {
            _deferral = (order, deferral);
        }
    }

    /// <summary>What of a stranger's text a reply can bear. The marks the parser left for control characters say nothing to a reader.</summary>
    private static string Reason(string text) => PlainText.Clean(text.Replace("\ufffd", "", StringComparison.Ordinal), MostReason);

    /// <summary>The reason, and what it rests on: records from DNS, so a stranger's text.</summary>
    private static string Detail(CheckResult result, string reason) => result switch
    {
        { Evidence.Length: > 0 } => $"{reason}; {PlainText.Clean(result.Evidence, MostDetail)}",
        { Outcome: CheckOutcome.Pass or CheckOutcome.Abstain } => PlainText.Clean(result.Detail, MostDetail),
        _ => reason,
    };

    private static string InShadow(EnabledCheck enabled, CheckOutcome outcome, string reason) =>
        enabled.IsGuarded && outcome is (CheckOutcome.Refuse or CheckOutcome.Defer) ? $"{reason} ({ClientGuard.InShadow})" : reason;

    private static Decision DecisionOf(VerdictKind kind, EnabledCheck enabled, string reason) => new(kind, reason, enabled.Rung, enabled.Switch.Path);

    private static TraceResult ResultOf(CheckOutcome outcome, bool isShadow) => outcome switch
    {
        CheckOutcome.Refuse => isShadow ? TraceResult.ShadowRefuse : TraceResult.Refuse,
        CheckOutcome.Defer => isShadow ? TraceResult.ShadowDefer : TraceResult.Defer,
        CheckOutcome.Abstain => TraceResult.Abstain,
        _ => TraceResult.Pass,
    };
}
