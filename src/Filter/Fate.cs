using MsLite.Smtp;

namespace MsLite.Filter;

/// <summary>What became of the message for one recipient, and what the client is told of it.</summary>
/// <param name="Kind">Exactly one of the three; there is no fourth.</param>
/// <param name="Verdict">The ladder's, or the next hop's when that one refused.</param>
/// <param name="Reply">Ends with the message's reference.</param>
/// <param name="NextHop">Where it went, or was to go; null when it was never to be delivered.</param>
public sealed record Fate(Recipient Recipient, FateKind Kind, Verdict Verdict, SmtpReply Reply, string? NextHop);

public enum FateKind
{
    /// <summary>2xx: the next hop has it.</summary>
    Delivered,

    /// <summary>5xx: the copy and its index line are on stable storage.</summary>
    Archived,

    /// <summary>4xx: we have nothing, the client keeps it.</summary>
    Deferred,
}
