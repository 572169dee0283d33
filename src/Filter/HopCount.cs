using MsLite.Mail.Mime;

namespace MsLite.Filter;

/// <summary>Refuses a message that has passed too many hosts: it goes round in a circle (RFC 5321 §6.3).</summary>
internal static class HopCount
{
    public const string Rung = "hops";

    // RFC 5321 §6.3: "at least 100 Received entries".
    private const int Limit = 100;

    /// <summary>The refusal for every recipient, or null. No list can lift it, or the circle would go on for ever.</summary>
    public static Verdict? Judge(HeaderList headers)
    {
        var hops = headers.All("Received").Count();
        if (hops <= Limit)
        {
            return null;
        }

        const string Reason = "Too many hops, this message goes round in a circle";
        var entry = new TraceEntry(Rung, $"{hops} Received fields", File: null, TraceResult.Refuse, Reason, 0);
        return new Verdict(VerdictKind.Refuse, Reason, Rung, File: null, [entry]);
    }
}
