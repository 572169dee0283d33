using MsLite.Filter.Policy;

namespace MsLite.Filter.Lists;

/// <summary>The second rungs: whoever is listed here is refused.</summary>
internal static class Blacklist
{
    private const string Colour = "blacklisted";

    private static readonly Rung s_ips = new("ips", "IP address ", " locally blacklisted");
    private static readonly Rung s_hosts = new("hosts", "Hostname ", " locally blacklisted");
    private static readonly Rung s_senders = new("senders", "Mail not accepted, sender ", ".");
    private static readonly Rung s_domains = new("domains", "Mail not accepted, domain ", ".");
    private static readonly Rung s_tld = new("tld", "Blacklisted TLD: ", "");

    public static Decision? Ask(TraceWriter trace, Identities who, DomainPolicy policy) =>
        s_ips.Answer(trace, who.Client.Text, s_ips.List.Find(policy, who.Client), policy.Scope)
        ?? AskHost(trace, who, policy)
        ?? s_senders.Answer(trace, who.Sender, s_senders.List.Find(policy, who.Sender), policy.Scope)
        ?? s_domains.Answer(trace, who.SenderDomain, s_domains.List.Find(policy, who.SenderDomain), policy.Scope)
        ?? AskTopLevelDomain(trace, who, policy);

    /// <summary>The directory outside of /srv whose entries refuse a client for every domain, asked like any list of addresses.</summary>
    public static Decision? AskHostWide(TraceWriter trace, Identities who, PolicyRoot hostWide)
    {
        try
        {
            return hostWide.Open() is { } directory ? s_ips.Answer(trace, who.Client.Text, who.Client.FindIn(directory), hostWide.Path) : null;
        }
        catch (IOException e)
        {
            // The directory belongs to others, such as fail2ban, and is asked wherever it exists. Where they do not let us read it,
            // it says nothing: holding up all mail for it would be worse.
            trace.Add(s_ips.List.Name, who.Client.Text, null, TraceResult.Abstain, e.Message);
            return null;
        }
    }

    /// <summary>Without the directory there is nothing to ask.</summary>
    public static bool Exists(DomainPolicy policy) => policy.HasLists(Colour);

    /// <summary>Whether a reverse name that is not yet known could still make this domain refuse.</summary>
    public static bool MayAskForName(DomainPolicy policy) => s_hosts.List.Exists(policy) || s_tld.List.Exists(policy);

    private static Decision? AskHost(TraceWriter trace, Identities who, DomainPolicy policy) => who.Host is { } host
        ? s_hosts.Answer(trace, host, s_hosts.List.Find(policy, host), policy.Scope, who.IsHidden)
        : s_hosts.NotKnown(trace);

    private static Decision? AskTopLevelDomain(TraceWriter trace, Identities who, DomainPolicy policy) => who.TopLevelDomain is { } label
        ? s_tld.Answer(trace, label, s_tld.List.FindTopLevel(policy, label), policy.Scope, who.IsHidden)
        : s_tld.NotKnown(trace);

    /// <summary>A list and the words around the value that was found in it.</summary>
    private sealed class Rung(string kind, string before, string after)
    {
        public ListRung List { get; } = new(Colour, kind);

        public Decision? NotKnown(TraceWriter trace)
        {
            trace.Add(List.Name, "", null, TraceResult.Abstain, "The client's reverse name is not known.");
            return null;
        }

        /// <param name="scope">Shown where nothing was found: which lists these were, if not the domain's own.</param>
        public Decision? Answer(TraceWriter trace, string value, PolicyFile? file, string scope, bool isShadow = false)
        {
            if (file is null)
            {
                trace.Add(List.Name, value, null, TraceResult.Pass, scope);
                return null;
            }

            var reason = file.Reply ?? before + value + after;
            if (isShadow)
            {
                trace.Add(List.Name, value, file.Path, TraceResult.ShadowRefuse, $"{reason} ({ClientGuard.InShadow})");
                return null;
            }

            trace.Add(List.Name, value, file.Path, TraceResult.Refuse, reason);
            return new Decision(VerdictKind.Refuse, reason, List.Name, file.Path) { OwnWords = file.Reply };
        }
    }
}
