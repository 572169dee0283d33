using MsLite.Filter.Policy;

namespace MsLite.Filter.Lint;

/// <summary>Says of single entries of lists and users what <see cref="Linter"/> would, and who always speaks before them: for a page of a long list.</summary>
public sealed class EntryMarks
{
    private readonly SrvTree _tree;
    private readonly TimeProvider _time;

    internal EntryMarks(SrvTree tree, TimeProvider time) => (_tree, _time) = (tree, time);

    /// <summary>A clause for each thing wrong with an entry, to follow its name; empty when it does what it seems to.</summary>
    /// <param name="domain">A hosted domain, or <c>_global_</c>.</param>
    /// <param name="directory">Below it, such as "blacklisted/senders" or "users/valid".</param>
    /// <exception cref="IOException">The disk does not say.</exception>
    public IReadOnlyList<string> Find(string domain, string directory, string name)
    {
        var names = directory.Split('/');
        var root = _tree.OpenRoot();
        var global = root?.Subdirectory(PolicyName.OfOurs(SrvTree.GlobalName));
        var isGlobal = domain == SrvTree.GlobalName;
        var own = isGlobal ? null : root?.Subdirectory(PolicyName.OfOurs(domain));
        if ((isGlobal ? global : own)?.Directory(names[0])?.Directory(names[1]) is not { } opened)
        {
            return [];
        }

        var entry = new LintEntry(opened, name, opened.KindOf(PolicyName.OfOurs(name)));
        var findings = new LintFindings();
        var isList = names[0] is "whitelisted" or "blacklisted";
        var fault = isList ? ListLint.RuleFor(names[1], names[0] == "blacklisted", isGlobal ? null : domain)?.Invoke(name)
            : name == "*" && names[1] == "valid" ? null
            : NameRules.Any(name);
        if (fault is not null)
        {
            findings.Fault(entry.Path, fault);
        }

        new BodyRules(findings, _time).Look(entry, hasReply: names[0] == "blacklisted" || names[1] == "invalid" || name == "*");
        if (isList && new ListShadows(own, global).Find(names[0], names[1], name, isGlobal) is { } stronger)
        {
            findings.Advise(entry.Path, Shadowed(stronger));
        }
        else if (names is ["users", "valid"] && own?.Directory("users")?.Directory("invalid")?.Find(PolicyName.OfOurs(name)) is { } invalid)
        {
            findings.Fault(entry.Path, $"can never match, because {invalid.Path} wins. Remove one of them.");
        }

        return [.. findings.All.Select(finding => finding.Sentence)];
    }

    internal static string Shadowed(string stronger) => $"is always shadowed by {stronger}, which speaks before it. Remove one of them.";
}
