using MsLite.Filter.Policy;
using MsLite.Mail;

namespace MsLite.Filter.Lists;

/// <summary>The first rungs: whoever is listed here is delivered, whatever the rest says.</summary>
internal static class Whitelist
{
    private const string Colour = "whitelisted";

    private static readonly ListRung s_ips = new(Colour, "ips");
    private static readonly ListRung s_senders = new(Colour, "senders");
    private static readonly ListRung s_domains = new(Colour, "domains");
    private static readonly ListRung s_recipients = new(Colour, "recipients");

    /// <summary>The rungs that do not depend on the recipient within its domain.</summary>
    public static Decision? AskForClient(TraceWriter trace, Identities who, DomainPolicy policy) =>
        Answer(trace, s_ips, who.Client.Text, s_ips.Find(policy, who.Client), policy)
        ?? Answer(trace, s_senders, who.Sender, s_senders.Find(policy, who.Sender), policy)
        ?? Answer(trace, s_domains, who.SenderDomain, s_domains.Find(policy, who.SenderDomain), policy);

    /// <summary>An entry may be the local part or the full address.</summary>
    public static Decision? AskForRecipient(TraceWriter trace, EmailAddress recipient, DomainPolicy policy)
    {
        var file = s_recipients.Exists(policy)
            ? s_recipients.Find(policy, recipient.LocalPartKey) ?? s_recipients.Find(policy, recipient.Key)
            : null;
        return Answer(trace, s_recipients, recipient.Key, file, policy);
    }

    /// <summary>Without the directory there is nothing to ask.</summary>
    public static bool Exists(DomainPolicy policy) => policy.HasLists(Colour);

    private static Decision? Answer(TraceWriter trace, ListRung rung, string value, PolicyFile? file, DomainPolicy policy)
    {
        if (file is null)
        {
            trace.Add(rung.Name, value, null, TraceResult.Pass, policy.Scope);
            return null;
        }

        trace.Add(rung.Name, value, file.Path, TraceResult.Deliver);
        return new Decision(VerdictKind.Deliver, "", rung.Name, file.Path);
    }
}
