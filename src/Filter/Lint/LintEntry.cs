using MsLite.Filter.Policy;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Filter.Lint;

/// <summary>A name that stands in a directory of the tree, and what it leads to.</summary>
internal sealed record LintEntry(PolicyDirectory Parent, string Name, FileKind Kind)
{
    private static readonly string[] s_bystanders = [".git", ".gitignore", ".gitattributes", ".gitkeep", ".keep", ".hg", ".svn", ".DS_Store", ".etckeeper", "lost+found"];

    /// <summary>Relative to /srv.</summary>
    public string Path => Parent.Show(Name);

    public bool IsDirectory => Kind == FileKind.Directory;

    public PolicyDirectory? Open() => Parent.Subdirectory(PolicyName.OfOurs(Name));

    /// <summary>The body, whether or not it is in force. Null when it cannot be read.</summary>
    public PolicyBody? Body() => Parent.TryRead(PolicyName.OfOurs(Name));

    /// <summary>What stands in a directory, sorted; entries that lead nowhere are reported and left out.</summary>
    public static IReadOnlyList<LintEntry> In(PolicyDirectory directory, LintFindings findings)
    {
        var entries = new List<LintEntry>();
        foreach (var name in Names(directory, findings).Order(StringComparer.Ordinal))
        {
            var entry = new LintEntry(directory, name, directory.KindOf(PolicyName.OfOurs(name)));
            if (entry.Kind is FileKind.File or FileKind.Directory)
            {
                entries.Add(entry);
            }
            else
            {
                findings.Fault(entry.Path, entry.Kind == FileKind.Other
                    ? "is neither a file nor a directory, so it is never looked at. Remove it."
                    : "is a link that leads nowhere or out of the tree, or a name that is not UTF-8, so it counts as absent. Put a file here.");
            }
        }

        return entries;
    }

    private static IEnumerable<string> Names(PolicyDirectory directory, LintFindings findings)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(directory.Path).Select(path => System.IO.Path.GetFileName(path)).Except(s_bystanders).Where(name => !name.StartsWith(TreeDirectory.TemporaryPrefix, StringComparison.Ordinal))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            findings.Fault(directory.Show("."), $"cannot be listed ({e.Message}). Give the program the right to read it.");
            return [];
        }
    }
}
