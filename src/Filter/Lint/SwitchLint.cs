using System.Globalization;
using MsLite.Filter.Checks;
using MsLite.Filter.Policy;

namespace MsLite.Filter.Lint;

/// <summary>Looks at what switches a domain's checks, and at the files that set one thing for the whole domain.</summary>
internal sealed class SwitchLint(LintFindings findings, BodyRules bodies, CheckCatalogue catalogue)
{
    /// <summary>ms-lite asked these only where its plugin list named them, whatever <c>checks/all</c> said.</summary>
    private static readonly string[] s_newInAll = ["rdns4", "rdns6", "empty_body", "clamav"];

    private readonly List<string> _wider = [];

    public void Checks(PolicyDirectory checks)
    {
        NoteAll(checks);
        var known = catalogue.Checks.SelectMany(check => check.OtherSwitches.Prepend(check.Name)).Append("all").ToHashSet();
        known.Remove(DnsblCheck.CheckName);
        foreach (var entry in LintEntry.In(checks, findings))
        {
            var body = bodies.Look(entry, isCheck: true);
            if (known.Contains(entry.Name))
            {
                Parameters(entry, body);
                continue;
            }

            if (entry.Name == DnsblCheck.CheckName)
            {
                findings.Fault(entry.Path, "switches nothing: DNS blocklists are asked where the domain has the file zones. Write them there, one a line, and remove this one.");
                continue;
            }

            findings.Fault(entry.Path, known.Contains(entry.Name.ToLowerInvariant())
                ? $"can never match, because names are looked up in lower case. Rename it to {entry.Name.ToLowerInvariant()}."
                : $"switches nothing: there is no check of this name. There are {string.Join(", ", known)}.");
        }
    }

    /// <summary>Says once for all domains what their <c>checks/all</c> means here and did not with ms-lite.</summary>
    public void AdviseOnAll()
    {
        if (_wider.Count == 0)
        {
            return;
        }

        var others = (_wider.Count - 1) switch
        {
            0 => "",
            1 => ", here and in another domain",
            var count => string.Create(CultureInfo.InvariantCulture, $", here and in {count} other domains"),
        };
        findings.Advise(
            _wider[0],
            $"also switches on {string.Join(", ", NewInAll().Select(check => check.Name))}, which with ms-lite it did not{others}. To try one out first, give it a switch of its own with mode: shadow.");
    }

    /// <summary>Whoever has given one of the new checks a switch of its own knows of them.</summary>
    private void NoteAll(PolicyDirectory checks)
    {
        if (checks.Find("all") is { IsShadow: false } all
            && NewInAll().Any()
            && NewInAll().SelectMany(check => check.OtherSwitches.Prepend(check.Name)).All(name => checks.Find(name) is null))
        {
            _wider.Add(all.Path);
        }
    }

    private IEnumerable<ICheck> NewInAll() => catalogue.Checks.Where(check => s_newInAll.Contains(check.Name));

    private void Parameters(LintEntry entry, PolicyBody? body)
    {
        var check = catalogue.Checks.FirstOrDefault(check => check.Name == entry.Name);
        foreach (var fault in check?.Faults(body ?? PolicyBody.Empty) ?? [])
        {
            findings.Fault(entry.Path, fault);
        }
    }

    public void Zones(LintEntry entry)
    {
        if (FileBody(entry, isCheck: true) is not { } body)
        {
            return;
        }

        var faults = ZoneList.Faults(body.Text);
        foreach (var fault in faults)
        {
            findings.Fault(entry.Path, PlainText.Clean(fault));
        }

        if (faults.Count == 0 && ZoneList.Parse(body.Text).Count == 0)
        {
            findings.Fault(entry.Path, "names no DNS blocklist, so it refuses nobody. Write one zone a line, such as zen.spamhaus.org, or remove the file.");
        }
    }

    public void Delivery(LintEntry entry)
    {
        if (FileBody(entry) is null || entry.Parent.Find(entry.Name) is null)
        {
            return;
        }

        var text = DomainPolicy.FirstLine(entry.Body()?.Text ?? "");
        if (text is null)
        {
            findings.Fault(entry.Path, "names no next hop, so the default holds. Write one line such as smtp://192.0.2.9:25, or remove the file.");
        }
        else if (!Filter.Delivery.NextHop.TryParse(text, out _, out var fault))
        {
            findings.Fault(entry.Path, $"holds \"{PlainText.Clean(text)}\": {fault}");
        }
    }

    public void Quarantine(LintEntry entry)
    {
        if (FileBody(entry) is not { } body)
        {
            return;
        }

        var (days, megabytes) = (body["days"], body["megabytes"]);
        if (days is not null ? !DomainPolicy.TryParseDays(days, out _) : megabytes is null)
        {
            findings.Fault(entry.Path, $"sets no number of days, so the default holds. Write days: 90 (from 1 to {DomainPolicy.MostQuarantineDays}), or remove the file.");
        }

        if (megabytes is not null && !DomainPolicy.TryParseMegabytes(megabytes, out _))
        {
            findings.Fault(entry.Path, $"limits nothing, because \"megabytes: {PlainText.Clean(megabytes)}\" is no number of megabytes. Write megabytes: 500 (1 or more, in digits alone).");
        }
    }

    private PolicyBody? FileBody(LintEntry entry, bool isCheck = false)
    {
        if (entry.IsDirectory)
        {
            findings.Fault(entry.Path, "is a directory, but must be a file.");
            return null;
        }

        return bodies.Look(entry, isCheck);
    }
}
