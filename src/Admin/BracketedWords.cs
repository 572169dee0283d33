using Microsoft.Extensions.Localization;

namespace MsLite.Admin;

/// <summary>
/// A language of nobody: each text in brackets, ⟦so⟧. With MSLITE_WORDS=bracketed in its environment the panel speaks it, and what stands
/// on a page outside of brackets is either not the panel's own text, or was forgotten.
/// </summary>
internal sealed class BracketedWords : IStringLocalizer<Words>
{
    private const string Variable = "MSLITE_WORDS";

    public static bool AreWanted => Environment.GetEnvironmentVariable(Variable) == "bracketed";

    public LocalizedString this[string name] => new(name, $"⟦{name}⟧");

    public LocalizedString this[string name, params object[] arguments] =>
        new(name, $"⟦{string.Format(System.Globalization.CultureInfo.InvariantCulture, name, arguments)}⟧");

    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => [];
}
