namespace MsLite.Mail.Dns;

/// <summary>What one datagram or TCP message said.</summary>
public enum DnsReplyKind
{
    /// <summary>An answer, also "no data" and "no such name".</summary>
    Answer,

    /// <summary>Too long for UDP (TC): ask again by TCP.</summary>
    Truncated,

    /// <summary>The server does not understand EDNS (RFC 6891 §7): ask again without.</summary>
    WithoutEdns,

    /// <summary>The server works, but could not get this answer (SERVFAIL): the fault is in the zone more often than here.</summary>
    Failed,

    /// <summary>The server will not answer us: REFUSED and the like, or nonsense.</summary>
    Refused,

    /// <summary>Not an answer to this question, or not DNS: as if it had not come.</summary>
    Foreign,
}

/// <summary>What one reply said of one question.</summary>
/// <param name="Alias">Where the answer's CNAME chain ends without the records asked for; null if it does not.</param>
public sealed record DnsReply(DnsReplyKind Kind, DnsAnswer Answer, TimeSpan Ttl, string? Alias)
{
    public static DnsReply Of(DnsReplyKind kind) => new(kind, DnsAnswer.TemporaryFailure, TimeSpan.Zero, null);
}
