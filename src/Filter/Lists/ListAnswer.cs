namespace MsLite.Filter.Lists;

/// <summary>What the lists of one colour said, and the rungs that were asked for it.</summary>
/// <param name="Decision">Null when nothing matched.</param>
internal sealed record ListAnswer(IReadOnlyList<TraceEntry> Trace, Decision? Decision);
