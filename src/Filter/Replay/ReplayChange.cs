using MsLite.Filter.Policy.Editing;

namespace MsLite.Filter.Replay;

/// <summary>A change of one file that is tried out on the mail of the last days; nothing is written.</summary>
/// <param name="Content">What the file is to say; null takes it away.</param>
public sealed record ReplayChange(PolicyPath Path, PolicyContent? Content);
