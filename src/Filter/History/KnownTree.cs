using MsLite.Filter.Policy;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Filter.History;

/// <summary>The tree as it was last seen, by directory: what a change is told from, and where the bytes before it come from. For one thread at a time.</summary>
internal sealed class KnownTree
{
    private readonly Dictionary<string, Dictionary<string, KnownEntry>> _directories = [];

    public TreeContent Find(string path)
    {
        var (directory, name) = Split(path);
        return _directories.TryGetValue(directory, out var entries) && entries.TryGetValue(name, out var entry) ? entry.Content : TreeContent.Absent;
    }

    /// <summary>What is known of a directory's names; <c>""</c> is the tree's own directory.</summary>
    public IReadOnlyDictionary<string, KnownEntry> Entries(string directory) =>
        _directories.TryGetValue(directory, out var entries) ? entries : new Dictionary<string, KnownEntry>();

    public void Set(string path, TreeContent content, FileStat stat)
    {
        var (directory, name) = Split(path);
        if (!content.IsThere)
        {
            _directories.GetValueOrDefault(directory)?.Remove(name);
            _directories.Remove(path);
            return;
        }

        if (!_directories.TryGetValue(directory, out var entries))
        {
            _directories.Add(directory, entries = []);
        }

        entries[name] = new KnownEntry(content, stat);
    }

    private static (string Directory, string Name) Split(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash < 0 ? ("", path) : (path[..slash], path[(slash + 1)..]);
    }
}

/// <param name="Stat">With which the content was read; the default when it may change again without moving its times on.</param>
internal readonly record struct KnownEntry(TreeContent Content, FileStat Stat);
