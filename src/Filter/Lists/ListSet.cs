using MsLite.Filter.Policy;

namespace MsLite.Filter.Lists;

/// <summary>The lists of one domain, or the global ones, as a transaction finds them: what does not depend on the recipient is asked once.</summary>
internal sealed class ListSet(DomainPolicy policy, Identities who)
{
    private ListAnswer? _whitelisted;
    private ListAnswer? _blacklisted;

    public DomainPolicy Policy => policy;

    /// <summary>The whitelists of clients and senders.</summary>
    public ListAnswer Whitelisted => _whitelisted ??= ListAnswer.Of(trace => Whitelist.AskForClient(trace, who, policy));

    public ListAnswer Blacklisted => _blacklisted ??= ListAnswer.Of(trace => Blacklist.Ask(trace, who, policy));

    /// <summary>All whitelists, that of recipients the last.</summary>
    public Decision? Welcome(Recipient recipient, TraceWriter trace) =>
        Whitelisted.CopyTo(trace) ?? Whitelist.AskForRecipient(trace, recipient.Address, policy);
}
