using MsLite.Filter.Checks;
using MsLite.Filter.Lists;
using MsLite.Filter.Policy;

namespace MsLite.Filter;

/// <summary>The ladder's rungs as one transaction finds them; the tree is looked at anew for each.</summary>
/// <param name="hostWide">The directory of refused addresses outside of /srv, which need not exist.</param>
internal sealed class Ladder(Transaction transaction, SrvTree tree, PolicyRoot hostWide, CheckCatalogue checks)
{
    private readonly Identities _who = new(transaction);
    private readonly Dictionary<string, DomainRungs?> _domains = [];
    private (bool IsKnown, ListSet? Lists) _global;
    private ListAnswer? _hostWide;

    /// <summary>Null when the domain is not hosted here.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    public DomainRungs? Of(string domain)
    {
        if (!_domains.TryGetValue(domain, out var rungs))
        {
            rungs = tree.FindDomain(domain) is { } policy ? new DomainRungs(policy, _who, checks) : null;
            _domains.Add(domain, rungs);
        }

        return rungs;
    }

    /// <summary>Everything above the checks: whitelists, blacklists, recipients. Null when none of them spoke.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    public Decision? AskLists(DomainRungs rungs, Recipient recipient, TraceWriter trace) =>
        AskWhitelists(rungs, recipient, trace) ?? AskBlacklists(rungs, trace) ?? AskRecipients(rungs.Policy, recipient, trace);

    private Decision? AskWhitelists(DomainRungs rungs, Recipient recipient, TraceWriter trace)
    {
        var own = rungs.Lists.Welcome(recipient, trace);
        return own is null && Global() is { } global && Whitelist.Exists(global.Policy) ? global.Welcome(recipient, trace) : own;
    }

    private Decision? AskBlacklists(DomainRungs rungs, TraceWriter trace)
    {
        _hostWide ??= ListAnswer.Of(HostWide);
        var found = rungs.Lists.Blacklisted.CopyTo(trace) ?? _hostWide.CopyTo(trace);
        return found is null && Global() is { } global && Blacklist.Exists(global.Policy) ? global.Blacklisted.CopyTo(trace) : found;

        Decision? HostWide(TraceWriter shared) => Blacklist.AskHostWide(shared, _who, hostWide);
    }

    private Decision? AskRecipients(DomainPolicy policy, Recipient recipient, TraceWriter trace)
    {
        var answer = Recipients.Ask(policy, recipient.Address, _who.Client);
        var result = answer.Accepted ? TraceResult.Pass : TraceResult.Refuse;
        trace.Add("users", recipient.Address.Key, answer.File?.Path, result, answer.Reason);
        return answer.Accepted
            ? null
            : new Decision(VerdictKind.Refuse, answer.Reason, "users", answer.File?.Path) { OwnWords = answer.File?.Reply };
    }

    private ListSet? Global()
    {
        if (!_global.IsKnown)
        {
            _global = (true, tree.FindGlobal() is { } policy ? new ListSet(policy, _who) : null);
        }

        return _global.Lists;
    }
}
