using MsLite.Filter.Policy.Editing;

namespace MsLite.Filter.Policy;

/// <summary>Files that stand in a tree, or have gone from it, for one reader only: what the policy would be. Nothing is written.</summary>
internal sealed class PolicyOverlay
{
    private readonly Dictionary<string, (byte[] Bytes, long Changed)?> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);

    /// <param name="changes">Names from the tree's root on, and what is to stand there; null for nothing.</param>
    /// <exception cref="IOException">The disk does not say what stands there now.</exception>
    public static PolicyOverlay Of(SrvTree tree, IReadOnlyList<(IReadOnlyList<string> Names, PolicyContent? Content)> changes)
    {
        var overlay = new PolicyOverlay();
        foreach (var (names, content) in changes)
        {
            overlay.Add(tree, names, content);
        }

        return overlay;
    }

    /// <summary>What is under a path for this reader.</summary>
    /// <param name="path">As the name was asked for; <paramref name="real"/> is where a link led.</param>
    public FileStat Apply(string path, string real, FileStat onDisk) =>
        _files.TryGetValue(path, out var file) ? (file is { } there ? new FileStat(FileKind.File, there.Bytes.Length, there.Changed) : default)
        // No change time: a listing of the disk's says nothing about it.
        : _directories.Contains(real) && onDisk.Kind is FileKind.Absent or FileKind.Directory ? new FileStat(FileKind.Directory)
        : onDisk;

    /// <summary>Null for a path that the disk has to be asked about.</summary>
    public byte[]? BytesOf(string path) => _files.GetValueOrDefault(path)?.Bytes;

    private void Add(SrvTree tree, IReadOnlyList<string> names, PolicyContent? content)
    {
        var directory = tree.OpenRoot();
        var path = directory?.Path ?? tree.Root;
        foreach (var name in names.SkipLast(1))
        {
            directory = directory?.Subdirectory(PolicyName.OfOurs(name));
            path = directory?.Path ?? $"{path}/{name}";
            if (content is not null || directory is not null)
            {
                _directories.Add(path);
            }
        }

        var last = PolicyName.OfOurs(names[^1]);
        var (stat, present) = directory?.Open(last, PolicyBody.MaxBytes) ?? (default, null);
        _files[$"{path}/{last.Text}"] = content is null ? null : Laid(content.ApplyTo(present), present, stat.Changed);
    }

    /// <summary>A text that says the same to the one who is asked is no younger than the one on disk.</summary>
    private static (byte[] Bytes, long Changed) Laid(byte[] bytes, byte[]? present, long changed) =>
        (bytes, present is not null && PolicyBody.Parse(bytes).Parameters == PolicyBody.Parse(present).Parameters ? changed : long.MaxValue);
}
