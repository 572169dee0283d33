namespace MsLite.Filter.Policy;

/// <summary>A tree of policy files and the border that no symbolic link may lead across.</summary>
/// <param name="path">The directory on disk; it need not exist yet.</param>
/// <param name="shown">What stands before the names when a file is shown: nothing for /srv, the directory itself for another one.</param>
internal sealed class PolicyRoot(string path, string shown, TimeProvider time)
{
    public string Path { get; } = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));

    public TimeProvider Time { get; } = time;

    /// <summary>The names in directories of switches.</summary>
    public ListingCache<IReadOnlySet<string>> Names { get; private init; } = new(names => names.ToHashSet());

    /// <summary>The prefixes in directories of addresses.</summary>
    public ListingCache<PrefixNames> Prefixes { get; private init; } = new(PrefixNames.Of);

    /// <summary>What the reader is to find otherwise than it stands on disk; null for the tree as it is.</summary>
    public PolicyOverlay? Overlay { get; private init; }

    /// <summary>The same tree with some changes that nobody has made.</summary>
    public PolicyRoot With(PolicyOverlay overlay) => new(Path, shown, Time) { Names = Names, Prefixes = Prefixes, Overlay = overlay };

    /// <summary>The tree itself, as it is now; null when there is no such directory.</summary>
    public PolicyDirectory? Open()
    {
        var (stat, real) = Follow(Path, FileStat.Of(Path), isRoot: true);
        return stat.Kind == FileKind.Directory ? new PolicyDirectory(this, real, shown, stat) : null;
    }

    /// <summary>What a link below the root leads to: absent when that is nothing, or lies outside of the tree.</summary>
    public (FileStat Stat, string Path) Follow(string path, FileStat stat, bool isRoot = false)
    {
        if (stat.Kind != FileKind.Link)
        {
            return (stat, path);
        }

        var real = RealPath.Resolve(path);
        if (real is null || !(isRoot || (RealPath.Resolve(Path) is { } root && RealPath.IsBelow(real, root))))
        {
            return (default, path);
        }

        return (FileStat.Of(real), real);
    }
}
