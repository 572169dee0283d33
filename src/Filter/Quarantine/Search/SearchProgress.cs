namespace MsLite.Filter.Quarantine.Search;

/// <summary>How far a pass over the quarantine has come.</summary>
/// <param name="Directories">Directories of domains and days that were looked at.</param>
/// <param name="OfDirectories">All there are.</param>
/// <param name="Copies">Lines that were new.</param>
public sealed record SearchProgress(int Directories, int OfDirectories, long Copies);
