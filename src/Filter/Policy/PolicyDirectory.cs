using System.Text;

namespace MsLite.Filter.Policy;

/// <summary>
/// One directory of the tree, as it was when it was found: a short-lived view for one message and one thread. Each name is looked
/// up link by link, so that nothing outside of the tree is ever reached.
/// </summary>
internal sealed class PolicyDirectory
{
    private readonly PolicyRoot _root;
    private readonly byte[] _path;
    private readonly string _shown;
    private Dictionary<string, PolicyDirectory?>? _children;

    public PolicyDirectory(PolicyRoot root, string path, string shown, FileStat stat)
    {
        _root = root;
        _path = Encoding.UTF8.GetBytes(path);
        Path = path;
        _shown = shown;
        Stat = stat;
    }

    public FileStat Stat { get; }

    public PolicyRoot Root => _root;

    /// <summary>On disk, without links.</summary>
    public string Path { get; }

    /// <summary>How a file in this directory is shown: relative to the tree's root.</summary>
    public string Show(string name) => _shown.Length == 0 ? name : $"{_shown}/{name}";

    /// <summary>A directory whose name is part of the contract, such as <c>users</c>; remembered.</summary>
    public PolicyDirectory? Directory(string fixedName)
    {
        _children ??= [];
        if (!_children.TryGetValue(fixedName, out var child))
        {
            child = Subdirectory(PolicyName.OfOurs(fixedName));
            _children.Add(fixedName, child);
        }

        return child;
    }

    /// <exception cref="IOException">The disk does not say.</exception>
    public PolicyDirectory? Subdirectory(PolicyName name)
    {
        var (stat, path) = Look(name);
        return stat.Kind == FileKind.Directory
            ? new PolicyDirectory(_root, path ?? Below(name), Show(name.Text), stat)
            : null;
    }

    /// <summary>What is there under the name, links followed.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    public FileKind KindOf(PolicyName name) => Look(name).Stat.Kind;

    /// <summary>The entry, if it exists and has not expired. A directory counts like an empty file.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    public PolicyFile? Find(PolicyName name) => Find(name, out _);

    /// <param name="kind">What the entry is.</param>
    public PolicyFile? Find(PolicyName name, out FileKind kind)
    {
        var (stat, path) = Look(name);
        kind = stat.Kind;
        if (stat.Kind is not (FileKind.File or FileKind.Directory))
        {
            return null;
        }

        // A file that exists but cannot be read says what its name says; lint reports it.
        var body = stat.Size == 0 ? PolicyBody.Empty : Laid(name) ?? TryRead(path ?? Below(name)) ?? PolicyBody.Empty;
        return PolicyUntil.IsExpired(body, _root.Time) ? null : new PolicyFile(Show(name.Text), body) { Changed = stat.Changed };
    }

    /// <summary>The body of a file, expired or not; null when it cannot be read.</summary>
    public PolicyBody? TryRead(PolicyName name) => TryRead(Look(name).Path ?? Below(name));

    /// <summary>What stands under the name, links followed, and the bytes when that is a file; null when they cannot be read.</summary>
    /// <exception cref="IOException">The disk does not say.</exception>
    public (FileStat Stat, byte[]? Bytes) Open(PolicyName name, int most)
    {
        var (stat, path) = Look(name);
        return (stat, stat.Kind == FileKind.File ? TryReadBytes(path ?? Below(name), most) : null);
    }

    public PolicyFile? Find(string fixedName) => Find(PolicyName.OfOurs(fixedName));

    /// <summary>What is there, and where it really is when a link was followed.</summary>
    private (FileStat Stat, string? Path) Look(PolicyName name)
    {
        const int Stack = 512;
        var needed = _path.Length + 1 + Encoding.UTF8.GetMaxByteCount(name.Text.Length) + 1;
        var buffer = needed <= Stack ? stackalloc byte[Stack] : new byte[needed];
        _path.CopyTo(buffer);
        buffer[_path.Length] = (byte)'/';
        var length = _path.Length + 1 + Encoding.UTF8.GetBytes(name.Text, buffer[(_path.Length + 1)..]);
        buffer[length] = 0;

        var stat = FileStat.Of(buffer[..(length + 1)]);
        var found = stat.Kind == FileKind.Link ? _root.Follow(Below(name), stat) : (stat, null);
        return _root.Overlay is { } overlay ? (overlay.Apply(Below(name), found.Path ?? Below(name), found.Stat), found.Path) : found;
    }

    /// <summary>What an overlay has there.</summary>
    private PolicyBody? Laid(PolicyName name) => _root.Overlay?.BytesOf(Below(name)) is { } bytes ? PolicyBody.Parse(bytes) : null;

    private string Below(PolicyName name) => $"{Path}/{name.Text}";

    private static PolicyBody? TryRead(string path) =>
        TryReadBytes(path, PolicyBody.MaxBytes) is { } bytes ? PolicyBody.Parse(Encoding.UTF8.GetString(bytes)) : null;

    private static byte[]? TryReadBytes(string path, int most)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var bytes = new byte[(int)Math.Min(RandomAccess.GetLength(file), most)];
            var length = RandomAccess.Read(file, bytes, 0);
            return length == bytes.Length ? bytes : bytes[..length];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
