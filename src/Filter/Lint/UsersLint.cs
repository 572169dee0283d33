using MsLite.Filter.Policy;

namespace MsLite.Filter.Lint;

/// <summary>Looks through the directory <c>users</c> of a domain.</summary>
internal sealed class UsersLint(LintFindings findings, BodyRules bodies, ListLint lists, VerifyLint verify)
{
    private const string Everybody = "*";

    /// <param name="domain">Whose users they are.</param>
    public void Look(PolicyDirectory users, PolicyDirectory domain)
    {
        foreach (var entry in LintEntry.In(users, findings))
        {
            if (entry.Name is not ("valid" or "invalid"))
            {
                findings.Fault(entry.Path, "means nothing: in users there are the directories valid and invalid.");
            }
            else if (!entry.IsDirectory)
            {
                findings.Fault(entry.Path, "is a file, but must be a directory with one file for each local part.");
            }
        }

        var invalid = Names(users, "invalid", domain, isInvalid: true);
        var valid = Names(users, "valid", domain, isInvalid: false);
        foreach (var name in valid.Intersect(invalid).Order(StringComparer.Ordinal))
        {
            findings.Fault(users.Show($"valid/{name}"), $"can never match, because users/invalid/{name} wins. Remove one of them.");
        }

        // RFC 5321 §4.5.1: every host that takes mail for a domain takes its postmaster's.
        if (invalid.Contains("postmaster") || (!valid.Contains("postmaster") && !valid.Contains(Everybody)))
        {
            findings.Advise(users.Show("valid/postmaster"), "is missing: people write to postmaster when their mail is refused, and RFC 5321 asks to accept it.");
        }
    }

    private HashSet<string> Names(PolicyDirectory users, string kind, PolicyDirectory domain, bool isInvalid)
    {
        if (users.Directory(kind) is not { } directory)
        {
            return [];
        }

        var entries = LintEntry.In(directory, findings);
        foreach (var entry in entries)
        {
            LookAt(entry, domain, isInvalid);
        }

        return [.. entries.Select(entry => entry.Name)];
    }

    private void LookAt(LintEntry entry, PolicyDirectory domain, bool isInvalid)
    {
        var isEverybody = entry.Name == Everybody && !isInvalid;
        if (!isEverybody && NameRules.Any(entry.Name) is { } sentence)
        {
            findings.Fault(entry.Path, sentence);
        }
        else if (entry.Name.Contains('@', StringComparison.Ordinal))
        {
            findings.Advise(entry.Path, "holds an @: an entry is a local part, what stands in front of the @ of an address.");
        }

        var body = entry.IsDirectory ? null : entry.Body();
        var isVerified = isEverybody && Recipients.SaysNextHop(body?[Recipients.Verify]);
        bodies.Look(entry, hasReply: isInvalid || isVerified);
        verify.Look(entry, body, isEverybody, domain);
        if (!isInvalid && entry.Open() is { } addresses)
        {
            lists.Addresses(addresses);
        }
    }
}
