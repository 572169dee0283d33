using MsLite.Filter.Delivery;
using MsLite.Filter.Policy;

namespace MsLite.Filter.Lint;

/// <summary>Looks at <c>verify:</c>, by which a domain's next hop is asked about recipients: where it stands, and whom it asks.</summary>
/// <param name="delivery">The option Delivery.</param>
internal sealed class VerifyLint(LintFindings findings, string delivery)
{
    /// <param name="body">Null when there is none.</param>
    /// <param name="isEverybody">The entry is <c>users/valid/*</c>.</param>
    public void Look(LintEntry entry, PolicyBody? body, bool isEverybody, PolicyDirectory domain)
    {
        if (body?[Recipients.Verify] is not { } verify)
        {
            return;
        }

        if (!isEverybody)
        {
            findings.Fault(entry.Path, "has verify, but the next hop is only asked about those whom nothing but users/valid/* accepts: the line has no effect here.");
        }
        else if (!Recipients.SaysNextHop(verify))
        {
            findings.Fault(entry.Path, $"says \"verify: {PlainText.Clean(verify)}\", which means nothing, so everybody is accepted unasked. The only value is nexthop.");
        }
        else if (NextHop.TryParse(NextHopOf(domain), out var nextHop, out _) && !nextHop!.AnswersCallouts)
        {
            findings.Fault(entry.Path, $"says verify: nexthop, but the next hop \"{PlainText.Clean(nextHop.Text)}\" cannot be asked, so everybody is accepted. Only smtp, smtps and lmtp servers can.");
        }
    }

    private string NextHopOf(PolicyDirectory domain) => DomainPolicy.FirstLine(domain.Find("delivery")?.Body.Text ?? "") ?? delivery;
}
