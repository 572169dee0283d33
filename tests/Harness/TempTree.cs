using System.Collections.Concurrent;

namespace MsLite.Harness;

/// <summary>A folder of a test's own, deleted with everything in it when the test ends.</summary>
public sealed class TempTree : IDisposable
{
    /// <summary>Trees that nobody has disposed yet; those left when the tests end go with them.</summary>
    private static readonly ConcurrentDictionary<string, TempTree> s_alive = new();

    static TempTree() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var tree in s_alive.Values)
        {
            tree.Dispose();
        }
    };

    /// <param name="parent">Where to make it, for a test that wants a certain file system; the temporary folder when null.</param>
    public TempTree(string? parent = null)
    {
        Root = System.IO.Path.Combine(parent ?? System.IO.Path.GetTempPath(), $"mslite-{Guid.NewGuid():N}");
        Directory.CreateDirectory(Root);
        s_alive[Root] = this;
    }

    public string Root { get; }

    /// <summary>The full path of a relative one; a leading slash is ignored, so "/srv/example.com" is taken as it is written.</summary>
    public string Path(string relative) => System.IO.Path.Combine(Root, relative.TrimStart('/'));

    /// <summary>Writes an (empty) file, with its folders. Gives the full path.</summary>
    public string Touch(string relative, string body = "")
    {
        var path = Path(relative);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, body);
        return path;
    }

    /// <summary>Sets the permissions of a file or directory of the tree.</summary>
    public void Permit(string relative, UnixFileMode mode)
    {
        if (OperatingSystem.IsLinux())
        {
            File.SetUnixFileMode(Path(relative), mode);
        }
    }

    /// <summary>Makes a directory, with its parents. Gives the full path.</summary>
    public string Folder(string relative)
    {
        var path = Path(relative);
        Directory.CreateDirectory(path);
        return path;
    }

    /// <summary>Makes a symbolic link; <paramref name="target"/> is written into it as it is.</summary>
    public string Link(string relative, string target)
    {
        var path = Path(relative);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.CreateSymbolicLink(path, target);
        return path;
    }

    public void Delete(string relative)
    {
        var path = Path(relative);
        if (new FileInfo(path).LinkTarget is null && Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }
    }

    public bool Exists(string relative) => System.IO.Path.Exists(Path(relative));

    public string Read(string relative) => File.ReadAllText(Path(relative));

    /// <summary>All files below a folder, relative to it, in ordinal order. Symbolic links to directories are not entered.</summary>
    public IReadOnlyList<string> Files(string relative = "")
    {
        var folder = Path(relative);
        if (!Directory.Exists(folder))
        {
            return [];
        }

        return [.. Walk(new DirectoryInfo(folder))
            .Select(path => System.IO.Path.GetRelativePath(folder, path))
            .Order(StringComparer.Ordinal)];
    }

    public void Dispose()
    {
        s_alive.TryRemove(Root, out _);
        try
        {
            Directory.Delete(Root, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // The test deleted it itself.
        }
    }

    private static IEnumerable<string> Walk(DirectoryInfo folder) =>
        folder.EnumerateFileSystemInfos().SelectMany(entry =>
            entry is DirectoryInfo { LinkTarget: null } inner ? Walk(inner) : [entry.FullName]);
}
