using MsLite.Smtp;

namespace MsLite.Filter;

/// <summary>What became of the message for one recipient, and what the client is told of it.</summary>
/// <param name="Kind">Exactly one of the three; there is no fourth.</param>
/// <param name="Verdict">The ladder's, or the next hop's when that one refused.</param>
/// <param name="Reply">Ends with the message's reference.</param>
/// <param name="NextHop">Where it went, or was to go; null when it was never to be delivered.</param>
public sealed record Fate(Recipient Recipient, FateKind Kind, Verdict Verdict, SmtpReply Reply, string? NextHop)
{
    /// <summary>What decided, in one word for counters: a rung of the ladder, "delivery", "archive", "policy" or, when nothing spoke, "none".</summary>
    public string Cause => (Kind, Verdict.Kind) switch
    {
        // It was to be refused, and the copy could not be kept.
        (FateKind.Deferred, VerdictKind.Refuse) => "archive",
        // The policy changed between RCPT and the end of data.
        (FateKind.Deferred, VerdictKind.Deliver) => "policy",
        _ => Verdict.Blocker ?? (Kind == FateKind.Deferred ? "policy" : "none"),
    };
}

public enum FateKind
{
    /// <summary>2xx: the next hop has it.</summary>
    Delivered,

    /// <summary>5xx: the copy and its index line are on stable storage.</summary>
    Archived,

    /// <summary>4xx: we have nothing, the client keeps it.</summary>
    Deferred,
}
