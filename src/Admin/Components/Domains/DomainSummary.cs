namespace MsLite.Admin.Components.Domains;

/// <summary>How a domain is set up, in words.</summary>
/// <param name="Users">Listed in users/valid, the wildcard left out.</param>
/// <param name="NextHop">Its own, or the default.</param>
/// <param name="HasOwnNextHop">It has a file <c>delivery</c>.</param>
public sealed record DomainSummary(string Name, int Users, bool TakesEverybody, bool AsksNextHop, int Enforced, int InShadow, int Zones, int Listed, string NextHop, bool HasOwnNextHop)
{
    public string UsersText => (TakesEverybody, AsksNextHop) switch
    {
        (true, true) => "next hop is asked",
        (true, false) => "everybody",
        _ => Number(Users),
    };

    public string RecipientsText => TakesEverybody ? $"{UsersText}; {Number(Users)} listed" : $"{UsersText} listed";

    public string ChecksText => (Enforced, InShadow) switch
    {
        (0, 0) => "none",
        (_, 0) => $"{Enforced} enforced",
        (0, _) => $"{InShadow} in shadow",
        _ => $"{Enforced} enforced, {InShadow} in shadow",
    };

    public string ZonesText => Zones == 0 ? "none" : $"{Zones}";

    public string ListsText => Listed == 0 ? "empty" : $"{Number(Listed)} entries";

    private static string Number(int number) => number.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
}
