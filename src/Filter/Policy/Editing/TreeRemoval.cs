namespace MsLite.Filter.Policy.Editing;

/// <summary>Removes a directory that has been taken away under a temporary name, and says what was in it.</summary>
internal static class TreeRemoval
{
    /// <param name="path">Where it stood, relative to /srv.</param>
    /// <returns>What was removed, the innermost first and the directory itself last.</returns>
    public static IReadOnlyList<TreeChange> Remove(TreeDirectory parent, string temporary, string path)
    {
        var removed = new List<TreeChange>();
        using (var directory = parent.TryOpen(temporary) ?? throw new IOException($"{parent.Path}/{temporary} is no directory any more."))
        {
            foreach (var name in directory.Names().Order(StringComparer.Ordinal))
            {
                var inner = $"{path}/{name}";
                if (directory.Stat(name).Kind == FileKind.Directory)
                {
                    removed.AddRange(Remove(directory, name, inner));
                }
                else
                {
                    removed.Add(new TreeChange(inner, directory.Read(name), TreeContent.Absent));
                    directory.Unlink(name);
                }
            }
        }

        parent.RemoveDirectory(temporary);
        removed.Add(new TreeChange(path, TreeContent.Directory, TreeContent.Absent));
        return removed;
    }
}
