using MsLite.Filter;
using MsLite.Filter.Checks;
using MsLite.Filter.Policy;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Admin.Components.Domains;

/// <summary>Looks at how domains are set up, for lists of them: a handful of look-ups each.</summary>
public sealed class DomainSummaries(SrvTree tree, CheckSwitches switches, PolicyBrowser browser, PolicyEditor editor, CurrentOptions options)
{
    private static readonly string[] s_lists =
    [
        "whitelisted/ips", "whitelisted/senders", "whitelisted/domains", "whitelisted/recipients",
        "blacklisted/ips", "blacklisted/hosts", "blacklisted/senders", "blacklisted/domains", "blacklisted/tld",
    ];

    public DomainSummary Of(string name)
    {
        try
        {
            return Look(name);
        }
        catch (IOException)
        {
            // A directory that cannot be read is shown with nothing in it; its page and the log say more.
            return new DomainSummary(name, 0, false, false, 0, 0, 0, 0, options.Value.Delivery, false);
        }
    }

    private DomainSummary Look(string name)
    {
        var policy = tree.FindDomain(name);
        var checks = policy is null ? [] : switches.Of(policy);
        var everybody = Find(name, "users/valid/*");
        var users = Count(name, "users/valid") - (everybody is null ? 0 : 1);
        return new DomainSummary(
            name,
            users,
            everybody is not null,
            everybody is not null && string.Equals(PolicyBody.Parse(System.Text.Encoding.UTF8.GetString(everybody.Bytes.Span))["verify"], "nexthop", StringComparison.OrdinalIgnoreCase),
            checks.Count(check => check.Effective == SwitchState.Enforced),
            checks.Count(check => check.Effective == SwitchState.Shadow),
            policy?.FindZones() is { } zones ? ZoneList.Parse(zones.Body.Text).Count : 0,
            s_lists.Sum(list => Count(name, list)),
            policy?.NextHopText ?? options.Value.Delivery,
            policy?.NextHopText is not null);
    }

    private PolicyItem? Find(string name, string below) => editor.TryParse(name, below.Split('/'), out var path, out _) ? browser.Find(path) : null;

    private int Count(string name, string below) => editor.TryParse(name, below.Split('/'), out var path, out _) ? browser.Page(path, "", 0, 0).All : 0;
}
