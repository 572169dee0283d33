namespace MsLite.Filter.Checks;

/// <summary>A line of its own that may stand in the body of a check's switch, beside <c>note</c>, <c>until</c> and <c>mode</c>.</summary>
/// <param name="Key">What stands before the colon.</param>
/// <param name="Example">A value as one writes it.</param>
/// <param name="Meaning">What it does, and what holds without it: one sentence for the operator.</param>
public sealed record CheckParameter(string Key, string Example, string Meaning);
