namespace MsLite.Filter.Quarantine;

/// <summary>Which archived copies are wanted; null asks for any.</summary>
public sealed record QuarantineQuestion
{
    public const int MostEntries = 500;

    /// <summary>Copies of these domains only; null for all.</summary>
    public IReadOnlySet<string>? Domains { get; init; }

    /// <summary>The recipient's domain.</summary>
    public string? Domain { get; init; }

    /// <summary>A day's directory such as "326", or "today" or "yesterday".</summary>
    public string? Day { get; init; }

    /// <summary>Words that must all occur somewhere in sender, recipient, subject, client, reason, message-id or reference; in any case.</summary>
    public string? Words { get; init; }

    /// <summary>A part of the reason, or of the rung that refused, in any case.</summary>
    public string? Reason { get; init; }

    /// <summary>The last entry of the page before this one; null for the first page.</summary>
    public QuarantineCursor? After { get; init; }

    /// <summary>At most <see cref="MostEntries"/>.</summary>
    public int Limit { get; init; } = 50;
}

/// <summary>A place in the archive that stays right while mail arrives: behind the copy of this time, domain and file.</summary>
public sealed record QuarantineCursor(DateOnly Date, DateTimeOffset Time, string Domain, string FileName);
