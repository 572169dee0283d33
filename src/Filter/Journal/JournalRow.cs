namespace MsLite.Filter.Journal;

/// <summary>
/// What became of one message for one of its recipients, and what the ladder stood on when it said so. Its texts are a stranger's:
/// cleaned of control characters and cut to a length, never markup.
/// </summary>
public sealed record JournalRow
{
    /// <summary>The reference that stands in the reply too; with the recipient the row's key.</summary>
    public required string Id { get; init; }

    /// <summary>In lower case.</summary>
    public required string Recipient { get; init; }

    /// <summary>The recipient's, in lower case and A-labels.</summary>
    public required string Domain { get; init; }

    public required DateTimeOffset Time { get; init; }

    public string Session { get; init; } = "";

    public required string Client { get; init; }

    /// <summary>The client's reverse name; empty when it has none, or DNS did not say.</summary>
    public required string ClientName { get; init; }

    public required string Helo { get; init; }

    /// <summary>In lower case; empty for the null return path.</summary>
    public required string Sender { get; init; }

    public required string Subject { get; init; }

    public required string MessageId { get; init; }

    /// <summary>Bytes, as received.</summary>
    public long Size { get; init; }

    public required FateKind Fate { get; init; }

    public required string Reason { get; init; }

    /// <summary>The deciding rung; empty when nothing spoke.</summary>
    public required string Blocker { get; init; }

    /// <summary>The deciding file relative to /srv, or empty.</summary>
    public string File { get; init; } = "";

    /// <summary>What the client was told; with a next hop's own words where it gave some.</summary>
    public string Reply { get; init; } = "";

    /// <summary>Where it went, or was to go; empty when it was never to be delivered.</summary>
    public string NextHop { get; init; } = "";

    /// <summary>From the end of data to the reply, in milliseconds.</summary>
    public double Ms { get; init; }

    /// <summary>XXH128 of what follows the header, in hexadecimal; older rows have its SHA-256.</summary>
    public required string BodyHash { get; init; }

    /// <summary>As in Authentication-Results, parted by "; "; empty when nobody asked.</summary>
    public string Authentication { get; init; } = "";

    /// <summary>What the checks looked at, as JSON (<see cref="JournalFacts"/>): enough to climb the ladder again without the message.</summary>
    public string Facts { get; init; } = "";

    /// <summary>The ladder as this recipient saw it, as JSON (<see cref="TraceJson"/>).</summary>
    public string Trace { get; init; } = "";

    /// <summary>Columns that are texts, in the order of <see cref="RowPacking"/>: details refer to them by number.</summary>
    internal IEnumerable<string> WrittenTexts =>
        [Id, Recipient, Domain, Client, ClientName, Helo, Sender, Subject, MessageId, Fate.Word(), Reason, Blocker];
}
