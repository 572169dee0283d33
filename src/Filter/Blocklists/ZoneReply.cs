using MsLite.Filter.Policy;

namespace MsLite.Filter.Blocklists;

/// <summary>What came of asking one line of a file <c>zones</c> about one client.</summary>
/// <param name="Suspended">Why the zone was not asked or not believed; null when it was.</param>
/// <param name="Text">What the zone says about the listing (its TXT record), fit for one line; or empty.</param>
internal sealed record ZoneReply(Zone Zone, ZoneAnswer Answer, ZoneHealth? Suspended = null, string Text = "")
{
    public bool IsListed => Suspended is null && Answer.Finding == ZoneFinding.Listed;

    /// <summary>The zone has said something about the client, be it nothing.</summary>
    public bool HasSpoken => Suspended is null && Answer.Finding != ZoneFinding.Failed;

    /// <summary>For metrics.</summary>
    public string Word => Suspended is not null ? "suspended" : Answer.Finding switch
    {
        ZoneFinding.Listed => "listed",
        ZoneFinding.OtherCode => "other_code",
        ZoneFinding.Failed => "failed",
        _ => "clear",
    };

    /// <summary>For the trace.</summary>
    public override string ToString() => Suspended is not null ? $"{Zone.Name} is suspended, because {Suspended.Why}" : Answer.Finding switch
    {
        ZoneFinding.Listed => $"{Zone.Name} answers {Answer.CodeText}" + (Text.Length > 0 ? $" \"{Text}\"" : ""),
        ZoneFinding.OtherCode => $"{Zone.Name} answers {Answer.CodeText}, which its line does not accept",
        ZoneFinding.Failed => $"{Zone.Name} did not answer",
        _ => $"{Zone.Name} has no entry",
    };
}
