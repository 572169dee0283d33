using MsLite.Filter.Policy;

namespace MsLite.Filter.Lint;

/// <summary>Looks through the directories <c>whitelisted</c> and <c>blacklisted</c> of a domain.</summary>
/// <param name="global">The lists of all domains; null when there are none.</param>
internal sealed class ListLint(LintFindings findings, BodyRules bodies, PolicyDirectory? global)
{
    /// <param name="hosted">The domain; null for the global lists.</param>
    /// <param name="domain">The domain's directory, or the global one.</param>
    public void Look(PolicyDirectory lists, bool isBlack, string? hosted, PolicyDirectory domain)
    {
        var shadows = new ListShadows(hosted is null ? null : domain, global);
        foreach (var entry in LintEntry.In(lists, findings))
        {
            if (RuleFor(entry.Name, isBlack, hosted) is not { } rule)
            {
                findings.Fault(entry.Path, UnknownKind(entry.Name, isBlack));
            }
            else if (entry.Open() is not { } list)
            {
                findings.Fault(entry.Path, "is a file, but must be a directory with one file for each entry.");
            }
            else
            {
                Entries(list, rule, isBlack, name => shadows.Find(isBlack ? "blacklisted" : "whitelisted", entry.Name, name, isGlobal: hosted is null));
            }
        }
    }

    public void Addresses(PolicyDirectory list) => Entries(list, NameRules.Address, isBlack: false, _ => null);

    private void Entries(PolicyDirectory list, Func<string, string?> rule, bool isBlack, Func<string, string?> stronger)
    {
        foreach (var entry in LintEntry.In(list, findings))
        {
            if (rule(entry.Name) is { } sentence)
            {
                findings.Fault(entry.Path, sentence);
            }
            else if (stronger(entry.Name) is { } shadow)
            {
                findings.Advise(entry.Path, EntryMarks.Shadowed(shadow));
            }

            bodies.Look(entry, hasReply: isBlack);
        }
    }

    internal static Func<string, string?>? RuleFor(string kind, bool isBlack, string? hosted) => kind switch
    {
        "ips" => NameRules.Address,
        "senders" => NameRules.Sender,
        "domains" => NameRules.ListedDomain,
        "recipients" when !isBlack => name => NameRules.Recipient(name, hosted),
        "hosts" when isBlack => NameRules.Domain,
        "tld" when isBlack => NameRules.TopLevelDomain,
        _ => null,
    };

    private static string UnknownKind(string kind, bool isBlack) => (kind, isBlack) switch
    {
        ("recipients", true) => "means nothing: there is no blacklist of recipients. Use users/invalid.",
        (_, true) => "is no blacklist: there are ips, hosts, senders, domains and tld.",
        _ => "is no whitelist: there are ips, senders, domains and recipients.",
    };
}
