namespace MsLite.Filter.Lint;

/// <summary>One entry of the tree that does not do what it seems to.</summary>
/// <param name="Path">Relative to /srv.</param>
/// <param name="Sentence">What is wrong, and what to do.</param>
/// <param name="IsAdvice">Everything works as written, but is likely not meant so; no fault by itself.</param>
public sealed record LintFinding(string Path, string Sentence, bool IsAdvice = false);
