using Microsoft.Extensions.Localization;

namespace MsLite.Admin.Components.Domains;

/// <summary>How a domain is set up, in words.</summary>
/// <param name="Users">Listed in users/valid, the wildcard left out.</param>
/// <param name="NextHop">Its own, or the default.</param>
/// <param name="HasOwnNextHop">It has a file <c>delivery</c>.</param>
public sealed record DomainSummary(string Name, int Users, bool TakesEverybody, bool AsksNextHop, int Enforced, int InShadow, int Zones, int Listed, string NextHop, bool HasOwnNextHop)
{
    public string UsersText(IStringLocalizer<Words> t) => (TakesEverybody, AsksNextHop) switch
    {
        (true, true) => t["next hop is asked"],
        (true, false) => t["everybody"],
        _ => Number(Users),
    };

    public string RecipientsText(IStringLocalizer<Words> t) => TakesEverybody ? t["{0}; {1} listed", UsersText(t), Number(Users)] : t["{0} listed", UsersText(t)];

    public string ChecksText(IStringLocalizer<Words> t) => (Enforced, InShadow) switch
    {
        (0, 0) => t["none"],
        (_, 0) => t["{0} enforced", Enforced],
        (0, _) => t["{0} in shadow", InShadow],
        _ => t["{0} enforced, {1} in shadow", Enforced, InShadow],
    };

    public string ZonesText(IStringLocalizer<Words> t) => Zones == 0 ? t["none"] : Number(Zones);

    public string ListsText(IStringLocalizer<Words> t) => Listed == 0 ? t["empty"] : t["{0} entries", Number(Listed)];

    private static string Number(int number) => number.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
}
