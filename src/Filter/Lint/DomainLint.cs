using MsLite.Filter.Policy;

namespace MsLite.Filter.Lint;

/// <summary>Looks through the directory of one domain, or through the global one.</summary>
internal sealed class DomainLint(LintFindings findings, ListLint lists, UsersLint users, SwitchLint switches)
{
    public void Look(string domain, PolicyDirectory directory)
    {
        var entries = LintEntry.In(directory, findings);
        foreach (var entry in entries)
        {
            LookAt(entry, domain, directory);
        }

        if (!entries.Any(entry => entry.Name == "users"))
        {
            findings.Advise(directory.Show("users"), "is missing, so no mail is accepted for this domain. Make users/valid with a file for each local part.");
        }
    }

    public void Global(PolicyDirectory directory)
    {
        foreach (var entry in LintEntry.In(directory, findings))
        {
            if (entry.Name == "quarantine")
            {
                switches.Quarantine(entry);
            }
            else if (entry.Name is not ("whitelisted" or "blacklisted"))
            {
                findings.Fault(entry.Path, "means nothing: what holds for every domain are whitelisted, blacklisted and quarantine.");
            }
            else
            {
                Directory(entry, list => lists.Look(list, entry.Name == "blacklisted", hosted: null, directory));
            }
        }
    }

    private void LookAt(LintEntry entry, string domain, PolicyDirectory directory)
    {
        switch (entry.Name)
        {
            case "users":
                Directory(entry, list => users.Look(list, directory));
                break;
            case "checks":
                Directory(entry, switches.Checks);
                break;
            case "whitelisted" or "blacklisted":
                Directory(entry, list => lists.Look(list, entry.Name == "blacklisted", domain, directory));
                break;
            case "zones":
                switches.Zones(entry);
                break;
            case "delivery":
                switches.Delivery(entry);
                break;
            case "quarantine":
                switches.Quarantine(entry);
                break;
            default:
                findings.Fault(entry.Path, "means nothing: a domain has users, checks, whitelisted, blacklisted, zones, delivery and quarantine.");
                break;
        }
    }

    private void Directory(LintEntry entry, Action<PolicyDirectory> look)
    {
        if (entry.Open() is { } directory)
        {
            look(directory);
        }
        else
        {
            findings.Fault(entry.Path, "is a file, but must be a directory.");
        }
    }
}
