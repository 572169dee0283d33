using System.Net;

namespace MsLite.Mail.Dns;

/// <summary>Whom the resolver asks, and its bounds on time and memory.</summary>
public sealed record DnsResolverSettings
{
    /// <summary>Recursive servers, the preferred first. None: every question fails.</summary>
    public required IReadOnlyList<IPEndPoint> Servers { get; init; }

    /// <summary>How long one server may take before the next is asked. A recursive server that must fetch the answer often needs a second.</summary>
    public TimeSpan AttemptTime { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>How long a question may take with all servers. Below the deadline of all checks of a message (8 s).</summary>
    public TimeSpan QuestionTime { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>RFC 2181 §8 lets a TTL be cut. A day is what resolvers keep at most; one second spares a burst of mail the same question.</summary>
    public TimeSpan MaxTtl { get; init; } = TimeSpan.FromDays(1);

    /// <inheritdoc cref="MaxTtl"/>
    public TimeSpan MinTtl { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>RFC 2308 §5 suggests one to three hours at most for "not there"; new records should be seen sooner.</summary>
    public TimeSpan MaxNegativeTtl { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>RFC 2308 §7 lets failures be kept for at most five minutes: a dead zone must not cost every message the whole time.</summary>
    public TimeSpan FailureTtl { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes the cache may hold, roughly.</summary>
    public int CacheSize { get; init; } = 16 << 20;

    /// <summary>Questions on the wire at a time: each has a socket of its own.</summary>
    public int MaxInFlight { get; init; } = 1000;
}
