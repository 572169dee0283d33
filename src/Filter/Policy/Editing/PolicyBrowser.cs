namespace MsLite.Filter.Policy.Editing;

/// <summary>Shows the tree as it is on disk, to people: every look is a new one, links inside of the tree are followed as for mail.</summary>
public sealed class PolicyBrowser(SrvTree tree)
{
    /// <summary>Null when nothing is there.</summary>
    /// <exception cref="IOException">The disk does not say, or the file may not be read.</exception>
    public PolicyItem? Find(PolicyPath path) => FindAt(path.Asked) ?? FindAt(path.Names);

    /// <summary>The names in a directory, sorted; hidden ones left out.</summary>
    /// <param name="after">The last name of the page before; null for the first page.</param>
    /// <exception cref="IOException">The disk does not say.</exception>
    public IReadOnlyList<PolicyChild> List(PolicyItem directory, string? after, int limit)
    {
        if (Open(directory.Path.Split('/')) is not { } opened)
        {
            return [];
        }

        var isOfLabels = directory.Path.EndsWith("/blacklisted/tld", StringComparison.Ordinal);
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(opened.Path)
                .Select(entry => Path.GetFileName(entry))
                .Where(name => (isOfLabels || name[0] != '.') && !name.StartsWith(TreeDirectory.TemporaryPrefix, StringComparison.Ordinal))
                .Where(name => after is null || string.CompareOrdinal(name, after) > 0)
                .Order(StringComparer.Ordinal)
                .Select(name => Child(opened, name))
                .OfType<PolicyChild>()
                .Take(limit)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException(error.Message, error);
        }
    }

    /// <summary>One page of a directory, by number, of the names that hold a text.</summary>
    /// <param name="contains">In any case; empty for all.</param>
    /// <param name="skip">Names in front of the page.</param>
    /// <exception cref="IOException">The disk does not say.</exception>
    public PolicyPage Page(PolicyPath directory, string contains, int skip, int limit)
    {
        if (Open(directory.Names) is not { } opened)
        {
            return PolicyPage.Empty;
        }

        var isOfLabels = directory.Text.EndsWith("/blacklisted/tld", StringComparison.Ordinal);
        try
        {
            var names = Directory.EnumerateFileSystemEntries(opened.Path)
                .Select(entry => Path.GetFileName(entry))
                .Where(name => (isOfLabels || name[0] != '.') && !name.StartsWith(TreeDirectory.TemporaryPrefix, StringComparison.Ordinal))
                .ToList();
            var found = names.Where(name => name.Contains(contains, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).ToList();
            return new PolicyPage([.. found.Skip(skip).Take(limit).Select(name => Child(opened, name)).OfType<PolicyChild>()], found.Count, names.Count);
        }
        catch (DirectoryNotFoundException)
        {
            return PolicyPage.Empty;
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException(error.Message, error);
        }
    }

    private static PolicyChild? Child(PolicyDirectory directory, string name)
    {
        var (stat, _) = directory.Open(PolicyName.OfOurs(name), most: 0);
        return stat.Kind is FileKind.File or FileKind.Directory ? new PolicyChild(name, stat.Kind == FileKind.Directory, stat.Size) : null;
    }

    private PolicyItem? FindAt(IReadOnlyList<string> names)
    {
        if (Open([.. names.Take(names.Count - 1)]) is not { } parent)
        {
            return null;
        }

        var path = string.Join('/', names);
        var (stat, bytes) = parent.Open(PolicyName.OfOurs(names[^1]), TreeContent.MaxBytes);
        return stat.Kind switch
        {
            FileKind.Directory => new PolicyItem(path, true, default, TreeContent.Directory.ETag),
            FileKind.File when bytes is not null => new PolicyItem(path, false, bytes, new TreeContent(FileKind.File, bytes).ETag) { Modified = new DateTimeOffset(File.GetLastWriteTimeUtc($"{parent.Path}/{names[^1]}")) },
            FileKind.File => throw new IOException($"{path} cannot be read. Give the program's user the right to."),
            _ => null,
        };
    }

    private PolicyDirectory? Open(IReadOnlyList<string> names)
    {
        var directory = tree.OpenRoot();
        foreach (var name in names)
        {
            directory = directory?.Subdirectory(PolicyName.OfOurs(name));
        }

        return directory;
    }
}
