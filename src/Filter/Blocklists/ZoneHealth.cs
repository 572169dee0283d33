using System.Net;

namespace MsLite.Filter.Blocklists;

/// <summary>Whether a zone can be believed, as its answers show.</summary>
/// <param name="Why">What is wrong, as the end of a sentence that begins with "because"; empty when nothing is.</param>
/// <param name="Remedy">What the operator can do, a full sentence.</param>
internal sealed record ZoneHealth(ZoneCondition Condition, string Why = "", string Remedy = "")
{
    private const string DropIt = "Take the zone out of the files named zones, and write the list's new name if it has moved: a list that has closed down often lists everybody to get rid of those who still ask.";
    private const string OwnResolver = "Let this machine run a resolver of its own (such as unbound) and name it in MsLite:Dns:Servers: public resolvers and those of hosting companies are refused. A list with an account wants its key in the zone's name.";

    public static readonly ZoneHealth NotKnown = new(ZoneCondition.NotKnown);
    public static readonly ZoneHealth Well = new(ZoneCondition.Well);

    public static readonly ZoneHealth ListsTheWorld = new(
        ZoneCondition.Suspended, "it lists 127.0.0.1, which no working list does (RFC 5782 §5), so it probably lists everybody", DropIt);

    public static readonly ZoneHealth NoTestEntry = new(
        ZoneCondition.NoTestEntry,
        "it does not list 127.0.0.2, as every list should (RFC 5782 §5), and has listed nobody yet",
        "Look up whether the list still exists and how its zone is written. If it is your own, give it an entry for 127.0.0.2.");

    public static readonly ZoneHealth Silent = new(
        ZoneCondition.Silent, "its name servers do not answer", "Look at the resolver first (MsLite:Dns:Servers); if others answer, the list is down or gone.");

    public bool IsSuspended => Condition == ZoneCondition.Suspended;

    /// <summary>The zone has answered something that no working list answers.</summary>
    public static ZoneHealth Broken(IReadOnlyList<IPAddress> codes)
    {
        var code = codes.FirstOrDefault(ZoneAnswer.IsError) ?? codes[0];
        return ZoneAnswer.IsError(code)
            ? new ZoneHealth(ZoneCondition.Suspended, $"it answers {code}: {MeaningOf(code)}", OwnResolver)
            : new ZoneHealth(
                ZoneCondition.Suspended,
                $"it answers {string.Join(", ", codes)}, which means nothing on a blocklist: its domain may have changed hands, or the resolver makes up answers",
                DropIt + " If several lists do this, change the resolver (MsLite:Dns:Servers).");
    }

    // As Spamhaus documents them; others have taken them over.
    private static string MeaningOf(IPAddress code) => code.GetAddressBytes()[3] switch
    {
        252 => "the zone's name is written wrongly",
        254 => "it refuses questions that come through a public resolver",
        255 => "it refuses to answer that many questions",
        _ => "an error code",
    };
}

internal enum ZoneCondition
{
    /// <summary>Not tested yet.</summary>
    NotKnown,

    Well,

    /// <summary>It still is asked: many private lists have no test entry, and a list that holds nothing harms nobody.</summary>
    NoTestEntry,

    /// <summary>It still is asked: DNS may come back at any moment.</summary>
    Silent,

    /// <summary>It is not asked, and refuses nobody.</summary>
    Suspended,
}
