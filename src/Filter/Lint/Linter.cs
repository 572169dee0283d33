using MsLite.Filter.Checks;
using MsLite.Filter.Policy;

namespace MsLite.Filter.Lint;

/// <summary>Walks the whole tree for entries that can never match, and for what else does not do what it seems to.</summary>
public sealed class Linter(SrvTree tree, CheckCatalogue catalogue, CurrentOptions options, TimeProvider time)
{
    /// <summary>Everything found, in the order of the tree; behind it what concerns the tree as a whole.</summary>
    /// <param name="domain">Only in this directory of /srv; null for all.</param>
    public IReadOnlyList<LintFinding> Find(string? domain = null)
    {
        var findings = new LintFindings();
        try
        {
            Look(findings, domain);
        }
        catch (IOException e)
        {
            findings.Fault(".", $"cannot be looked through to its end: {e.Message}");
        }

        return findings.All;
    }

    /// <summary>The command <c>lint</c>: prints a line for each finding and gives the exit code, 1 when there is a fault.</summary>
    public async Task<int> RunAsync(TextWriter output)
    {
        var findings = Find();
        foreach (var finding in findings)
        {
            await output.WriteLineAsync($"{PlainText.Clean(finding.Path)}: {(finding.IsAdvice ? "(advice) " : "")}{finding.Sentence}");
        }

        var faults = findings.Count(finding => !finding.IsAdvice);
        await output.WriteLineAsync(faults == 0 ? $"No faults below {tree.Root}." : $"{faults} {(faults == 1 ? "fault" : "faults")} below {tree.Root}.");
        return faults == 0 ? 0 : 1;
    }

    private void Look(LintFindings findings, string? only)
    {
        if (tree.OpenRoot() is not { } root)
        {
            findings.Fault(".", $"There is no directory {tree.Root}, so no domain is hosted. Make it, or set MsLite:SrvRoot.");
            return;
        }

        var bodies = new BodyRules(findings, time);
        var lists = new ListLint(findings, bodies, root.Subdirectory(PolicyName.OfOurs(SrvTree.GlobalName)));
        var users = new UsersLint(findings, bodies, lists, new VerifyLint(findings, options.Value.Delivery));
        var switches = new SwitchLint(findings, bodies, catalogue);
        var domain = new DomainLint(findings, lists, users, switches);
        foreach (var entry in LintEntry.In(root, findings).Where(entry => only is null || entry.Name == only))
        {
            LookAt(entry, domain, findings);
        }

        if (only is null)
        {
            switches.AdviseOnAll();
        }
    }

    private static void LookAt(LintEntry entry, DomainLint domain, LintFindings findings)
    {
        if (entry.Open() is not { } directory)
        {
            findings.Fault(entry.Path, "is a file and means nothing here: a domain is a directory.");
        }
        else if (entry.Name == SrvTree.GlobalName)
        {
            domain.Global(directory);
        }
        else if (NameRules.Domain(entry.Name) is { } sentence)
        {
            findings.Fault(entry.Path, sentence);
        }
        else
        {
            domain.Look(entry.Name, directory);
        }
    }
}
