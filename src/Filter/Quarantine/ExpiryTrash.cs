namespace MsLite.Filter.Quarantine;

/// <summary>Where a directory goes before it is deleted: one rename, so that a reader sees the whole of it or none.</summary>
internal sealed class ExpiryTrash(string root)
{
    private readonly string _path = Path.Combine(root, ".expired");

    /// <summary>A name of its own, on the archive's file system; what is still there when a run begins, a crash has left.</summary>
    /// <exception cref="IOException">Disk full or permission.</exception>
    public string NewPath(string name)
    {
        Posix.MakeDirectory(_path);
        return Path.Combine(_path, $"{Guid.NewGuid():N}.{name}"[..Math.Min(200, 33 + name.Length)]);
    }

    /// <exception cref="IOException">Something of it cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public void Empty()
    {
        try
        {
            if (Directory.Exists(_path))
            {
                Directory.Delete(_path, recursive: true);
            }
        }
        catch (DirectoryNotFoundException)
        {
            // Another run is at it.
        }
    }
}
