using MsLite.Filter.Remedies;
using MsLite.Filter.Replay;

namespace MsLite.Admin.Components.Pages;

/// <summary>A remedy as the page offers it.</summary>
/// <param name="Key">What its button sends.</param>
/// <param name="Radius">Null when the journal did not say.</param>
/// <param name="Worth">What its identity is worth; empty where it has none.</param>
internal sealed record RemedyOffer(string Key, Remedy Remedy, ReplayCount? Radius, string Worth);
