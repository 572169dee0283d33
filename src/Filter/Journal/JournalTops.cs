namespace MsLite.Filter.Journal;

/// <summary>Who and what stood out in the last day.</summary>
/// <param name="Since">Rows from then on were looked at.</param>
/// <param name="Looked">How many rows: the newest, when there were more than are looked at.</param>
/// <param name="IsCut">Whether there were more.</param>
/// <param name="Rungs">What refused or deferred most; its sample is one of the reasons given.</param>
/// <param name="Domains">Whom most mail was for.</param>
/// <param name="Senders">Envelope senders; empty is the null return path.</param>
/// <param name="Clients">Addresses; their sample is the reverse name.</param>
public sealed record JournalTops(
    DateTimeOffset Since, long Looked, bool IsCut,
    IReadOnlyList<JournalTop> Rungs, IReadOnlyList<JournalTop> Domains, IReadOnlyList<JournalTop> Senders, IReadOnlyList<JournalTop> Clients);

/// <summary>One value and how often it came. Its texts are a stranger's, never markup.</summary>
/// <param name="Refused">How many of <paramref name="Count"/> were refused.</param>
/// <param name="Sample">What else is known of it; may be empty.</param>
public sealed record JournalTop(string Value, long Count, long Refused, string Sample);
