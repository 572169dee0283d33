using System.Text;
using MsLite.Filter.Lists;

namespace MsLite.Filter;

/// <summary>
/// What decides over a recipient before the message is known, as a comparable text. Recipients with equal texts get equal verdicts,
/// so they can share a transaction; the others are sent separately (RFC 5321 §4.5.3.1.10 makes clients try them again).
/// </summary>
internal static class PolicyFingerprint
{
    /// <param name="decision">What the rungs above the checks came to.</param>
    public static string Of(DomainRungs rungs, Decision? decision, string nextHopAnswer)
    {
        if (decision is { Kind: VerdictKind.Refuse })
        {
            // Reasons name the recipient, and so differ where nothing else does; the operator's own words are kept apart.
            return $"refuse\n{decision.Blocker}\n{decision.OwnWords}";
        }

        var text = new StringBuilder("deliver\n").Append(rungs.Policy.NextHopText).Append('\n').Append(nextHopAnswer);
        if (decision is null)
        {
            AppendOpenQuestions(text, rungs);
        }

        return text.ToString();
    }

    /// <summary>Of a recipient that no domain here answers for.</summary>
    public static string OfRelay(string nextHopAnswer) => $"deliver\n\n{nextHopAnswer}";

    private static void AppendOpenQuestions(StringBuilder text, DomainRungs rungs)
    {
        foreach (var enabled in rungs.EnabledChecks.Where(enabled => !enabled.IsShadow))
        {
            text.Append('\n').Append(enabled.Check.Name).Append('\n').Append(enabled.Switch.Body.Effect);
        }

        if (rungs.Lists.Blacklisted.Trace.Any(entry => entry.Result == TraceResult.Abstain) && Blacklist.MayAskForName(rungs.Policy))
        {
            // By the end of data the client's reverse name may be known, and on this domain's list alone.
            text.Append("\nname\n").Append(rungs.Policy.Domain);
        }
    }
}
