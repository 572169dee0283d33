namespace MsLite.Admin.Components.Domains;

/// <summary>The white- and blacklists of a domain, or of all domains.</summary>
public sealed partial class ListsSection
{
    private static readonly (string List, string Example)[] s_lists =
    [
        ("whitelisted/senders", "ann@example.net"), ("whitelisted/domains", "example.net"), ("whitelisted/ips", "192.0.2.0_24"), ("whitelisted/recipients", "abuse"),
        ("blacklisted/senders", "spam@example.net"), ("blacklisted/domains", "spam.example"), ("blacklisted/ips", "192.0.2.66"), ("blacklisted/hosts", "mail.spam.example"),
        ("blacklisted/tld", "ph"),
    ];

    private IReadOnlyList<(string List, string Example, int Count)> _lists = [];

    private string Chosen => s_lists.FirstOrDefault(list => list.List == List, s_lists[0]).List;

    private string Example => s_lists.First(list => list.List == Chosen).Example;

    private IReadOnlyList<(string Key, string Value)> Kept => [("list", Chosen)];

    private string About => Chosen.Split('/') switch
    {
        ["whitelisted", "recipients"] => T["Mail to these recipients is delivered, whatever the rest says."],
        ["whitelisted", "ips"] => T["Mail from these clients is delivered, whatever the rest says."],
        ["whitelisted", _] => T["Mail whose envelope sender is listed is delivered, whatever the rest says. Anybody can write any sender: prefer addresses of clients."],
        ["blacklisted", "hosts"] => T["Clients whose reverse name is listed are refused, unless a whitelist speaks before. The name “unknown” is that of all who have none."],
        ["blacklisted", "tld"] => T["Clients whose reverse name ends so are refused, unless a whitelist speaks before."],
        ["blacklisted", "ips"] => T["Mail from these clients is refused and kept, unless a whitelist speaks before."],
        _ => T["Mail whose envelope sender is listed is refused and kept, unless a whitelist speaks before."],
    };

    protected override void OnParametersSet() => _lists = [.. s_lists.Select(list => (list.List, list.Example, Count(list.List)))];

    private int Count(string list)
    {
        try
        {
            return Editor.TryParse(View.Name, list.Split('/'), out var path, out _) ? Browser.Page(path, "", 0, 0).All : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
