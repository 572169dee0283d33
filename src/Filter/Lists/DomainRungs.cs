using MsLite.Filter.Checks;
using MsLite.Filter.Policy;

namespace MsLite.Filter.Lists;

/// <summary>What one domain's rungs say about a transaction before any of its recipients is looked at; each asked once.</summary>
internal sealed class DomainRungs(DomainPolicy policy, DomainPolicy? global, Identities who, Blacklist blacklist, CheckCatalogue checks)
{
    private ListAnswer? _whitelist;
    private ListAnswer? _blacklist;
    private IReadOnlyList<EnabledCheck>? _enabled;

    public DomainPolicy Policy => policy;

    public DomainPolicy? Global => global;

    public ListAnswer Whitelisted => _whitelist ??= Whitelist.AskForClient(who, policy, global);

    public ListAnswer Blacklisted => _blacklist ??= blacklist.Ask(who, policy, global);

    public IReadOnlyList<EnabledCheck> EnabledChecks => _enabled ??= checks.EnabledFor(policy);
}
