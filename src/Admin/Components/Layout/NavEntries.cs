namespace MsLite.Admin.Components.Layout;

/// <summary>The ways through the panel, in the order of the navigation: what is looked at daily, then what is set up once.</summary>
internal static class NavEntries
{
    private static readonly Lazy<Dictionary<string, char>> s_keys = new(MakeKeys);

    public static IReadOnlyList<NavEntry> Daily { get; } =
    [
        new(AdminUrls.Overview, "monitoring", "Overview"),
        new(AdminUrls.Quarantine, "inventory_2", "Quarantine"),
        new(AdminUrls.Messages, "mail", "Messages"),
        new(AdminUrls.Domains, "dns", "Domains"),
        new(AdminUrls.Live, "cell_tower", "Live"),
        new(AdminUrls.Try, "science", "Try a message"),
    ];

    public static IReadOnlyList<NavEntry> Administration { get; } =
    [
        new(AdminUrls.Check, "fact_check", "Is it right?", ForAdministrators: true),
        new(AdminUrls.Accounts, "group", "Accounts", ForAdministrators: true),
        new(AdminUrls.Tokens, "key", "Tokens", ForAdministrators: true),
        new(AdminUrls.Sessions, "devices", "Sessions", ForAdministrators: true),
        new(AdminUrls.Settings, "settings", "Settings", ForAdministrators: true),
        new(AdminUrls.Log, "receipt_long", "Log", ForAdministrators: true),
        new(AdminUrls.About, "info", "About"),
    ];

    /// <summary>The key behind "g": the first letter of the entry's name that none before it has.</summary>
    public static char KeyOf(NavEntry entry) => s_keys.Value[entry.Url];

    private static Dictionary<string, char> MakeKeys()
    {
        var keys = new Dictionary<string, char>();
        foreach (var entry in Daily.Concat(Administration))
        {
            keys[entry.Url] = entry.Name.ToLowerInvariant().Concat("1234567890").First(letter => char.IsAsciiLetterOrDigit(letter) && !keys.ContainsValue(letter));
        }

        return keys;
    }
}
