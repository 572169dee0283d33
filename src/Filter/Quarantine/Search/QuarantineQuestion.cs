namespace MsLite.Filter.Quarantine.Search;

/// <summary>Which copies are wanted; null asks for any. Addresses and names are compared whole and without regard to case, words in any field.</summary>
public sealed record QuarantineQuestion
{
    public const int MostRows = 500;

    /// <summary>Whose copies the asker may see; null for everybody's. An empty list finds nothing.</summary>
    public IReadOnlyCollection<string>? VisibleDomains { get; init; }

    public string? Domain { get; init; }

    /// <summary>The reference of the message, in lower case.</summary>
    public string? Id { get; init; }

    /// <summary>A day directory, such as "326" or "2025-326", or "today" or "yesterday".</summary>
    public string? Day { get; init; }

    public string? Recipient { get; init; }

    public string? Sender { get; init; }

    public string? Ip { get; init; }

    public string? Host { get; init; }

    public string? MessageId { get; init; }

    /// <summary>The rung that refused, such as "checks/helo".</summary>
    public string? Blocker { get; init; }

    /// <summary>Words of the reason or of the rung that refused.</summary>
    public string? Reason { get; init; }

    /// <summary>Words of subject, addresses, host, Message-ID and reason; all of them must be there.</summary>
    public string? Words { get; init; }

    public DateTimeOffset? From { get; init; }

    /// <summary>Up to, and not including.</summary>
    public DateTimeOffset? To { get; init; }

    public bool? IsSeen { get; init; }

    public bool? IsReleased { get; init; }

    /// <summary>Key of the last row of the page before this one; null for the first page.</summary>
    public long? After { get; init; }

    /// <summary>Key of the first row of the page behind this one; null when not asked for. Not together with <see cref="After"/>.</summary>
    public long? NewerThan { get; init; }

    /// <summary>At most <see cref="MostRows"/>.</summary>
    public int Limit { get; init; } = 50;
}
