using MsLite.Filter.Remedies;

namespace MsLite.Admin.Components.Pages;

/// <summary>A remedy as the page offers it.</summary>
/// <param name="Key">What its button sends.</param>
/// <param name="Worth">What its identity is worth; empty where it has none.</param>
internal sealed record RemedyOffer(string Key, Remedy Remedy, string Worth);
