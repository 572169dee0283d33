using MsLite.Filter.Policy;
using MsLite.Mail;

namespace MsLite.Filter.Lists;

/// <summary>The first rungs: whoever is listed here is delivered, whatever the rest says. The domain's entry is named before the global one.</summary>
internal static class Whitelist
{
    private const string Colour = "whitelisted";

    private static readonly ListRung s_ips = new(Colour, "ips");
    private static readonly ListRung s_senders = new(Colour, "senders");
    private static readonly ListRung s_domains = new(Colour, "domains");
    private static readonly ListRung s_recipients = new(Colour, "recipients");

    /// <summary>The rungs that do not depend on the recipient within its domain.</summary>
    public static ListAnswer AskForClient(Identities who, DomainPolicy policy, DomainPolicy? global)
    {
        var trace = new TraceWriter();
        var decision =
            Answer(trace, s_ips, who.Client.Text, s_ips.Find(policy, who.Client) ?? s_ips.Find(global, who.Client))
            ?? Answer(trace, s_senders, who.Sender, s_senders.Find(policy, who.Sender) ?? s_senders.Find(global, who.Sender))
            ?? Answer(trace, s_domains, who.SenderDomain, s_domains.Find(policy, who.SenderDomain) ?? s_domains.Find(global, who.SenderDomain));
        return new ListAnswer(trace.Entries, decision);
    }

    /// <summary>An entry may be the local part or the full address.</summary>
    public static Decision? AskForRecipient(TraceWriter trace, EmailAddress recipient, DomainPolicy policy, DomainPolicy? global)
    {
        var file = Find(policy) ?? Find(global);
        return Answer(trace, s_recipients, recipient.Key, file);

        PolicyFile? Find(DomainPolicy? list) => s_recipients.Exists(list)
            ? s_recipients.Find(list, recipient.LocalPartKey) ?? s_recipients.Find(list, recipient.Key)
            : null;
    }

    private static Decision? Answer(TraceWriter trace, ListRung rung, string value, PolicyFile? file)
    {
        trace.Add(rung.Name, value, file?.Path, file is null ? TraceResult.Pass : TraceResult.Deliver);
        return file is null ? null : new Decision(VerdictKind.Deliver, "", rung.Name, file.Path);
    }
}
