using MsLite.Filter.Checks;
using MsLite.Filter.Delivery;
using MsLite.Filter.Lists;
using MsLite.Filter.Policy;

namespace MsLite.Filter;

/// <summary>The ladder's rungs as one transaction finds them; the tree is looked at anew for each.</summary>
/// <param name="hostWide">The directory of refused addresses outside of /srv, which need not exist.</param>
internal sealed class Ladder(Transaction transaction, SrvTree tree, PolicyRoot hostWide, CheckCatalogue checks)
{
    /// <summary>In the trace, of a recipient that is left to a next hop nobody has asked.</summary>
    internal const string NotAsked = "The next hop was not asked.";

    /// <summary>How the trace begins to tell what the next hop said of a recipient; its words follow.</summary>
    internal static readonly IReadOnlyDictionary<CalloutResult, string> CalloutWords = new Dictionary<CalloutResult, string>
    {
        [CalloutResult.Accepted] = "The next hop accepts it: ",
        [CalloutResult.Open] = "Accepted provisionally, the next hop could not say: ",
        [CalloutResult.Refused] = "The next hop refuses it: ",
    };

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

    /// <summary>Nobody above it on the ladder has spoken, and <c>users/</c> leaves the recipient to its next hop.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    public bool LeavesToNextHop(DomainRungs rungs, Recipient recipient)
    {
        var unseen = new TraceWriter();
        return Recipients.Ask(rungs.Policy, recipient.Address, _who.Client).IsLeftToNextHop
            && (AskWhitelists(rungs, recipient, unseen) ?? AskBlacklists(rungs, unseen)) is null;
    }

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
        var detail = answer.Reason;
        if (answer.IsLeftToNextHop)
        {
            (answer, detail) = AfterCallout(answer, recipient, policy);
        }

        var result = answer.Accepted ? TraceResult.Pass : TraceResult.Refuse;
        trace.Add("users", recipient.Address.Key, answer.File?.Path, result, detail);
        return answer.Accepted
            ? null
            : new Decision(VerdictKind.Refuse, answer.Reason, "users", answer.File?.Path) { OwnWords = answer.File?.Reply };
    }

    private static (RecipientAnswer Answer, string Detail) AfterCallout(RecipientAnswer answer, Recipient recipient, DomainPolicy policy) =>
        recipient.Callout switch
        {
            null => (answer, NotAsked),
            { Result: CalloutResult.Accepted, Words: var words } => (answer, CalloutWords[CalloutResult.Accepted] + words),
            { Result: CalloutResult.Open, Words: var words } => (answer, CalloutWords[CalloutResult.Open] + words),
            { Words: var words } => (
                answer with { Accepted = false, Reason = answer.File?.Reply ?? Recipients.NotAccepted(recipient.Address.LocalPartKey, policy) },
                CalloutWords[CalloutResult.Refused] + words),
        };

    private ListSet? Global()
    {
        if (!_global.IsKnown)
        {
            _global = (true, tree.FindGlobal() is { } policy ? new ListSet(policy, _who) : null);
        }

        return _global.Lists;
    }
}
