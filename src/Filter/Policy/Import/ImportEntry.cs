using MsLite.Filter.Policy.Editing;

namespace MsLite.Filter.Policy.Import;

/// <summary>What a list's line or an archive's member asks for.</summary>
/// <param name="Line">Of the list, or the member's number; from 1.</param>
/// <param name="Asked">As it was written.</param>
/// <param name="Names">Below the domain or the tree.</param>
/// <param name="IsDirectory">A member that is a directory; a list holds none.</param>
/// <param name="Fault">Why it is not even looked at, a sentence; null when it is.</param>
internal sealed record ImportEntry(int Line, string Asked, IReadOnlyList<string> Names, PolicyContent Content, bool IsDirectory = false, string? Fault = null);
