namespace MsLite.Filter.Replay;

/// <summary>How the mail of the last days would have fared.</summary>
/// <param name="Since">Mail from then on was looked at.</param>
/// <param name="Messages">For each recipient one.</param>
/// <param name="IsWhole">False when there are more than were looked at; the newest were.</param>
/// <param name="CannotSay">Messages of which too little is recorded to say how they would fare, before or after.</param>
/// <param name="Missing">Whose answers are missing, with the number of messages: a check, "next hop" or "envelope".</param>
/// <param name="Moves">Those that would have fared otherwise.</param>
/// <param name="Examples">The newest of them.</param>
public sealed record ReplayCount(
    DateTimeOffset Since, int Messages, bool IsWhole, int CannotSay, IReadOnlyDictionary<string, int> Missing, IReadOnlyList<ReplayMove> Moves,
    IReadOnlyList<ReplayExample> Examples)
{
    /// <summary>Messages that would have been let through and were not.</summary>
    public int LetThrough => Moves.Where(move => move.After == FateKind.Delivered).Sum(move => move.Messages);
}

/// <summary>So many messages would have fared otherwise in the same way.</summary>
public sealed record ReplayMove(FateKind Before, FateKind After, int Messages);

/// <summary>One of them. Its texts are a stranger's.</summary>
/// <param name="Blocker">The rung that would have decided; null when nothing spoke.</param>
/// <param name="File">The file that would have, relative to /srv, or null.</param>
public sealed record ReplayExample(
    string Id, DateTimeOffset Time, string From, string To, string Subject, FateKind Before, FateKind After, string? Blocker, string? File);
