namespace MsLite.Filter.Quarantine.View.Html;

/// <summary>A message's HTML, built anew from what only arranges text.</summary>
/// <param name="Body">Markup for the inside of a body element.</param>
/// <param name="Images">How many pictures were left out.</param>
/// <param name="Links">How many links stand there as text.</param>
/// <param name="IsCut">Whether the message said more than is shown.</param>
public sealed record SafeHtml(string Body, int Images, int Links, bool IsCut);
