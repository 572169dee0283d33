using MsLite.Filter.Checks;
using MsLite.Filter.Lists;
using MsLite.Filter.Policy;

namespace MsLite.Filter;

/// <summary>The ladder's rungs as one transaction finds them; the tree is looked at anew for each.</summary>
internal sealed class Ladder(Transaction transaction, SrvTree tree, Blacklist blacklist, CheckCatalogue checks)
{
    private readonly Identities _who = new(transaction);
    private readonly Dictionary<string, DomainRungs?> _domains = [];
    private (bool Known, DomainPolicy? Policy) _global;

    /// <summary>Null when the domain is not hosted here.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    public DomainRungs? Of(string domain)
    {
        if (!_domains.TryGetValue(domain, out var rungs))
        {
            rungs = tree.FindDomain(domain) is { } policy ? new DomainRungs(policy, Global(), _who, blacklist, checks) : null;
            _domains.Add(domain, rungs);
        }

        return rungs;
    }

    /// <summary>Everything above the checks: whitelists, blacklists, recipients. Null when none of them spoke.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    public Decision? AskLists(DomainRungs rungs, Recipient recipient, TraceWriter trace)
    {
        var white = rungs.Whitelisted;
        trace.AddRange(white.Trace);
        var welcome = white.Decision ?? Whitelist.AskForRecipient(trace, recipient.Address, rungs.Policy, rungs.Global);
        if (welcome is not null)
        {
            return welcome;
        }

        var black = rungs.Blacklisted;
        trace.AddRange(black.Trace);
        return black.Decision ?? AskRecipients(rungs.Policy, recipient, trace);
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

    private DomainPolicy? Global()
    {
        if (!_global.Known)
        {
            _global = (true, tree.FindGlobal());
        }

        return _global.Policy;
    }
}
