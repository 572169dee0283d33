namespace MsLite.Admin.Components.Layout;

/// <summary>The ways through the panel, in the order of the navigation: what is looked at daily, then what is set up once.</summary>
internal static class NavEntries
{
    public static IReadOnlyList<NavEntry> Daily { get; } =
    [
        new(AdminUrls.Overview, "monitoring", "Overview"),
    ];

    public static IReadOnlyList<NavEntry> Administration { get; } =
    [
        new(AdminUrls.Accounts, "group", "Accounts", ForAdministrators: true),
    ];
}
