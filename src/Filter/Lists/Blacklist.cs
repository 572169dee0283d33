using MsLite.Filter.Policy;

namespace MsLite.Filter.Lists;

/// <summary>The second rungs: whoever is listed here is refused. The domain's entry is named before the global one.</summary>
/// <param name="hostWide">The directory outside of /srv whose entries refuse a client for every domain; null when there is none.</param>
internal sealed class Blacklist(PolicyRoot? hostWide)
{
    private const string Colour = "blacklisted";

    private static readonly Rung s_ips = new("ips", "IP address ", " locally blacklisted");
    private static readonly Rung s_hosts = new("hosts", "Hostname ", " locally blacklisted");
    private static readonly Rung s_senders = new("senders", "Mail not accepted, sender ", ".");
    private static readonly Rung s_domains = new("domains", "Mail not accepted, domain ", ".");
    private static readonly Rung s_tld = new("tld", "Blacklisted TLD: ", "");

    public ListAnswer Ask(Identities who, DomainPolicy policy, DomainPolicy? global)
    {
        var trace = new TraceWriter();
        var decision =
            Answer(trace, s_ips, who.Client.Text, FindAddress(who.Client, policy, global))
            ?? AskHost(trace, who, policy, global)
            ?? Ask(trace, s_senders, who.Sender, policy, global)
            ?? Ask(trace, s_domains, who.SenderDomain, policy, global)
            ?? AskTopLevelDomain(trace, who, policy, global);
        return new ListAnswer(trace.Entries, decision);
    }

    /// <summary>Whether a reverse name that is not yet known could still make this domain refuse.</summary>
    public static bool MayAskForName(DomainPolicy policy) => s_hosts.List.Exists(policy) || s_tld.List.Exists(policy);

    private PolicyFile? FindAddress(ClientAddress client, DomainPolicy policy, DomainPolicy? global) =>
        s_ips.List.Find(policy, client) ?? s_ips.List.Find(global, client) ?? FindHostWide(client);

    private PolicyFile? FindHostWide(ClientAddress client)
    {
        try
        {
            return hostWide?.Open() is { } directory ? client.FindIn(directory) : null;
        }
        catch (IOException)
        {
            // The directory belongs to others, such as fail2ban, and is in use wherever it exists. Where they do not let us read
            // it, it says nothing: holding up all mail for it would be worse.
            return null;
        }
    }

    private static Decision? Ask(TraceWriter trace, Rung rung, string value, DomainPolicy policy, DomainPolicy? global) =>
        Answer(trace, rung, value, rung.List.Find(policy, value) ?? rung.List.Find(global, value));

    private static Decision? AskHost(TraceWriter trace, Identities who, DomainPolicy policy, DomainPolicy? global) =>
        who.Host is { } host ? Ask(trace, s_hosts, host, policy, global) : NotKnown(trace, s_hosts);

    private static Decision? AskTopLevelDomain(TraceWriter trace, Identities who, DomainPolicy policy, DomainPolicy? global) =>
        who.TopLevelDomain is { } label
            ? Answer(trace, s_tld, label, s_tld.List.FindTopLevel(policy, label) ?? s_tld.List.FindTopLevel(global, label))
            : NotKnown(trace, s_tld);

    private static Decision? NotKnown(TraceWriter trace, Rung rung)
    {
        trace.Add(rung.List.Name, "", null, TraceResult.Abstain, "The client's reverse name is not known.");
        return null;
    }

    private static Decision? Answer(TraceWriter trace, Rung rung, string value, PolicyFile? file)
    {
        if (file is null)
        {
            trace.Add(rung.List.Name, value, null, TraceResult.Pass);
            return null;
        }

        var reason = file.Reply ?? rung.Before + value + rung.After;
        trace.Add(rung.List.Name, value, file.Path, TraceResult.Refuse, reason);
        return new Decision(VerdictKind.Refuse, reason, rung.List.Name, file.Path) { OwnWords = file.Reply };
    }

    /// <summary>A list and the words around the value that was found in it.</summary>
    private sealed record Rung(string Kind, string Before, string After)
    {
        public ListRung List { get; } = new(Colour, Kind);
    }
}
