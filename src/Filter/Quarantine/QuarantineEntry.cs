namespace MsLite.Filter.Quarantine;

/// <summary>
/// One line of an index: one copy of a refused message. Lines of the seed have only its keys; what they lack is null, and texts are
/// empty. Everything in it was said by a stranger.
/// </summary>
public sealed record QuarantineEntry
{
    /// <summary>The null return path, as <see cref="From"/>.</summary>
    public const string NullReturnPath = "<>";

    /// <summary><see cref="Host"/> of a client without reverse name.</summary>
    public const string UnknownHost = "unknown";

    /// <summary>The day directory it was found in, such as "326" or "2025-326".</summary>
    public required string Day { get; init; }

    /// <summary>The domain directory it was found in.</summary>
    public required string Domain { get; init; }

    /// <summary>Envelope sender without angle brackets, or "&lt;&gt;".</summary>
    public string From { get; init; } = "";

    public string Ip { get; init; } = "";

    /// <summary>The client's reverse name, or "unknown".</summary>
    public string Host { get; init; } = "";

    public string Helo { get; init; } = "";

    public string Reason { get; init; } = "";

    /// <summary>Decoded; in the seed's lines as it stood in the header.</summary>
    public string Subject { get; init; } = "";

    public string Recipient { get; init; } = "";

    /// <summary>The file's name, without its directory and without the flags a reader may have added.</summary>
    public string FileName { get; init; } = "";

    public string MessageId { get; init; } = "";

    /// <summary>The reference the client was told. The copies of one message for several recipients share it.</summary>
    public string? Id { get; init; }

    /// <summary>When it was archived; for the seed's lines from the seconds in the file's name.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The rung that refused.</summary>
    public string? Blocker { get; init; }

    /// <summary>The deciding file relative to /srv.</summary>
    public string? File { get; init; }

    /// <summary>Bytes of the original as received.</summary>
    public long? Size { get; init; }

    /// <summary>Where the original begins in the file; null in the seed's, where it begins behind the first line.</summary>
    public long? Offset { get; init; }

    /// <summary>Of the original as received, lower-case hexadecimal.</summary>
    public string? Sha256 { get; init; }

    public IReadOnlyList<TraceEntry> Trace { get; init; } = [];
}
