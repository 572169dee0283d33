using MsLite.Filter.Access;

namespace MsLite.Admin.Components.Layout;

/// <summary>A page that the navigation leads to.</summary>
/// <param name="Url">Its address, of <see cref="AdminUrls"/>.</param>
/// <param name="Icon">The symbol's name in Material's font.</param>
/// <param name="Name">Its name in English, as its heading says it.</param>
/// <param name="ForAdministrators">Whether it is for those only who change everything.</param>
internal sealed record NavEntry(string Url, string Icon, string Name, bool ForAdministrators = false)
{
    public bool IsFor(Caller? caller) => !ForAdministrators || caller?.ChangesEverything == true;
}
