using System.Security.Cryptography;

namespace MsLite.Filter.Policy.Editing;

/// <summary>What stands under a name, byte for byte: of a file its bytes, of a symbolic link its target.</summary>
internal sealed record TreeContent(FileKind Kind, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Bytes of a file that are read and kept; what is larger is no policy file, and is only known to be there.</summary>
    public const int MaxBytes = 256 * 1024;

    public static readonly TreeContent Absent = new(FileKind.Absent, default);
    public static readonly TreeContent Directory = new(FileKind.Directory, default);
    public static readonly TreeContent EmptyFile = new(FileKind.File, default);

    public bool IsThere => Kind != FileKind.Absent;

    /// <summary>RFC 9110 §8.8.3: a strong one, made of the bytes.</summary>
    public string ETag => $"\"{Convert.ToHexStringLower(SHA256.HashData(Bytes.Span))[..32]}\"";

    public bool Equals(TreeContent? other) => other is not null && Kind == other.Kind && Bytes.Span.SequenceEqual(other.Bytes.Span);

    public override int GetHashCode() => HashCode.Combine(Kind, Bytes.Length);
}
