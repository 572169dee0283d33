namespace MsLite.Filter.Policy.Editing;

/// <summary>What stands at a place of the tree.</summary>
/// <param name="Path">Relative to /srv, as it is spelled on disk.</param>
/// <param name="Bytes">Of a file; empty for a directory.</param>
/// <param name="ETag">Of a file, made of its bytes; a directory has one that says only that it is there.</param>
public sealed record PolicyItem(string Path, bool IsDirectory, ReadOnlyMemory<byte> Bytes, string ETag)
{
    /// <summary>When the file was last written, as the disk has it; null where nobody looked.</summary>
    public DateTimeOffset? Modified { get; init; }
}

/// <summary>A name in a directory of the tree.</summary>
/// <param name="Size">Bytes; 0 for a directory.</param>
public sealed record PolicyChild(string Name, bool IsDirectory, long Size);

/// <summary>Some of the names in a directory.</summary>
/// <param name="Found">How many names the question found.</param>
/// <param name="All">How many there are.</param>
public sealed record PolicyPage(IReadOnlyList<PolicyChild> Children, int Found, int All)
{
    public static readonly PolicyPage Empty = new([], 0, 0);
}
