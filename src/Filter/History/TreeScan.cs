using MsLite.Filter.Policy;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Filter.History;

/// <summary>Compares one directory of the tree with what is known of it. Files are read only when their times say that they may have changed.</summary>
internal sealed class TreeScan(string root, KnownTree known, TimeProvider clock)
{
    /// <summary>Within one tick of a file system's clock a file can change twice and look the same.</summary>
    private static readonly TimeSpan s_settledAfter = TimeSpan.FromSeconds(2);

    /// <summary>Notes what is different, and gives the directories that are in it.</summary>
    /// <param name="directory">Relative to the root; <c>""</c> for the root itself.</param>
    public IReadOnlyList<string> Compare(string directory, Action<TreeChange> note)
    {
        // The last name is not opened, so any will do.
        using var walk = new TreeWalk(root, directory.Length == 0 ? ["."] : [.. directory.Split('/'), "."]);
        if (!walk.IsComplete)
        {
            return [];
        }

        var inner = new List<string>();
        var entries = known.Entries(directory);
        var there = walk.Deepest.Names().Where(name => IsPolicy(directory, name)).Order(StringComparer.Ordinal).ToList();
        foreach (var name in entries.Keys.Except(there).ToList())
        {
            Remove(PathOf(directory, name), note);
        }

        foreach (var name in there)
        {
            var path = PathOf(directory, name);
            var stat = walk.Deepest.Stat(name);
            if (stat.Kind == FileKind.Absent)
            {
                Remove(path, note);
                continue;
            }

            if (!entries.TryGetValue(name, out var entry) || stat.Kind == FileKind.Directory || entry.Stat != stat)
            {
                Look(walk.Deepest, name, path, stat, note);
            }

            if (stat.Kind == FileKind.Directory)
            {
                inner.Add(path);
            }
        }

        return inner;
    }

    /// <summary>What stands under a name at this moment, whatever is known of it.</summary>
    /// <param name="path">Relative to the root.</param>
    public TreeContent Present(string path)
    {
        using var walk = new TreeWalk(root, path.Split('/'));
        return walk.IsComplete && walk.Deepest.Stat(walk.Name).Kind != FileKind.Absent ? Read(walk.Deepest, walk.Name) : TreeContent.Absent;
    }

    private void Look(TreeDirectory directory, string name, string path, FileStat stat, Action<TreeChange> note)
    {
        var before = known.Find(path);
        var after = Read(directory, name);
        if (before != after && before.IsThere && (before.Kind == FileKind.Directory || after.Kind == FileKind.Directory))
        {
            // A row never makes a file of a directory: its inner names need rows of their own.
            Remove(path, note);
            before = TreeContent.Absent;
        }

        known.Set(path, after, clock.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(stat.Changed / 1_000_000) > s_settledAfter ? stat : default);
        if (before != after)
        {
            note(new TreeChange(path, before, after));
        }
    }

    /// <summary>The innermost first, the directory itself last.</summary>
    private void Remove(string path, Action<TreeChange> note)
    {
        foreach (var name in known.Entries(path).Keys.ToList())
        {
            Remove(PathOf(path, name), note);
        }

        var before = known.Find(path);
        if (before.IsThere)
        {
            known.Set(path, TreeContent.Absent, default);
            note(new TreeChange(path, before, TreeContent.Absent));
        }
    }

    private static TreeContent Read(TreeDirectory directory, string name)
    {
        try
        {
            return directory.Read(name);
        }
        catch (IOException)
        {
            // Too large for a policy file, or not ours to read: known to be there, and no more.
            return new TreeContent(FileKind.Other, default);
        }
    }

    /// <summary>Hidden names are other programs' (.git); only top-level domains may begin with a dot.</summary>
    private static bool IsPolicy(string directory, string name) =>
        name[0] != '.' || (directory.EndsWith("/blacklisted/tld", StringComparison.Ordinal) && !name.StartsWith(TreeDirectory.TemporaryPrefix, StringComparison.Ordinal));

    private static string PathOf(string directory, string name) => directory.Length == 0 ? name : $"{directory}/{name}";
}
