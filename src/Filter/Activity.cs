namespace MsLite.Filter;

/// <summary>
/// One message and its fate, as log and panel show it. With PRDR, recipients may fare differently: then there is one for each fate.
/// Its texts are a stranger's: cleaned of control characters and cut to a length, never markup.
/// </summary>
public sealed record Activity
{
    /// <summary>Recipients named; of the others only the number is kept.</summary>
    public const int MaxRecipients = 10;

    /// <summary>The reference that stands in the reply too.</summary>
    public required string Id { get; init; }

    public required string SessionId { get; init; }

    public required DateTimeOffset Time { get; init; }

    public required string Client { get; init; }

    /// <summary>The client's reverse name; empty when unknown.</summary>
    public required string ClientName { get; init; }

    public required string HelloName { get; init; }

    /// <summary>Empty is the null return path.</summary>
    public required string From { get; init; }

    /// <summary>At most <see cref="MaxRecipients"/>.</summary>
    public required IReadOnlyList<string> To { get; init; }

    /// <summary>Recipients beyond those in <see cref="To"/>.</summary>
    public required int MoreRecipients { get; init; }

    public required string Subject { get; init; }

    /// <summary>Bytes, as received.</summary>
    public required long Size { get; init; }

    public required FateKind Fate { get; init; }

    /// <summary>The deciding rung, or null when nothing spoke.</summary>
    public required string? Rung { get; init; }

    /// <summary>The deciding file relative to /srv, or null.</summary>
    public required string? File { get; init; }

    public required string Reason { get; init; }

    /// <summary>What the client was told.</summary>
    public required string Reply { get; init; }

    /// <summary>Where it went, or was to go; empty when it was never to be delivered.</summary>
    public required string NextHop { get; init; }

    /// <summary>The ladder as the first of these recipients saw it.</summary>
    public required IReadOnlyList<TraceEntry> Trace { get; init; }

    /// <summary>From the end of data to the reply, in milliseconds.</summary>
    public required double Ms { get; init; }

    /// <summary>Whether every recipient, all of them named, is in a domain that they may see.</summary>
    public bool IsVisibleTo(Access.Caller caller) => caller.SeesEverything || (MoreRecipients == 0 && Domains().All(caller.MaySee));

    /// <summary>The domains of the recipients that are named.</summary>
    public IEnumerable<string> Domains() => To.Select(recipient => Mail.DomainName.ToKey(recipient[(recipient.LastIndexOf('@') + 1)..])).Distinct();
}
