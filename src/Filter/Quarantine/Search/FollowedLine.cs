namespace MsLite.Filter.Quarantine.Search;

/// <summary>A line of an index, and where in the file it begins.</summary>
/// <param name="Flags">Maildir's, as far as they are known.</param>
internal readonly record struct FollowedLine(QuarantineEntry Entry, long Position, string Flags = "");
