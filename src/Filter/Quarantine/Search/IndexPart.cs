using System.Security.Cryptography;

namespace MsLite.Filter.Quarantine.Search;

/// <summary>What stands in an index behind a place that was read before: whole lines only.</summary>
internal sealed class IndexPart
{
    private const int MaxRead = 4 << 20;
    private const int MarkLength = 512;

    /// <summary>Of a file that is not there.</summary>
    public static IndexPart Empty { get; } = new([], 0, "");

    private IndexPart(List<FollowedLine> lines, long end, string mark) => (Lines, End, Mark) = (lines, end, mark);

    public IReadOnlyList<FollowedLine> Lines { get; }

    /// <summary>Where the next part begins.</summary>
    public long End { get; }

    /// <summary>A sum of the bytes before <see cref="End"/>: an index that was written anew has others there.</summary>
    public string Mark { get; }

    /// <summary>What is behind the place that has been followed. Null when the index was written anew, or is gone.</summary>
    /// <exception cref="IOException">The disk does not give it.</exception>
    public static IndexPart? TryRead(DomainDirectory directory, string day, Followed followed)
    {
        try
        {
            return Read(directory, day, followed.Position, followed.Mark);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return followed.Position == 0 ? Empty : null;
        }
    }

    /// <summary>Null when the bytes before <paramref name="start"/> are not those of <paramref name="mark"/> any more: the file has to be read from its beginning.</summary>
    /// <exception cref="IOException">The disk does not give it.</exception>
    private static IndexPart? Read(DomainDirectory directory, string day, long start, string mark)
    {
        // Not by .NET, whose lock would hold up those who refuse mail meanwhile, or be refused because of theirs.
        using var file = Posix.TryOpenToRead(directory.Index) ?? throw new FileNotFoundException(message: null, directory.Index);
        if (start > 0 && MarkAt(file, start) != mark)
        {
            return null;
        }

        var bytes = new byte[Math.Clamp(RandomAccess.GetLength(file) - start, 0, MaxRead)];
        var count = ReadFully(file, bytes, start);
        var whole = bytes.AsSpan(0, count).LastIndexOf((byte)'\n') + 1;

        // A "line" that fills a whole part is none of ours.
        var skipped = whole == 0 && count == MaxRead ? count : whole;
        var lines = Parse(bytes.AsSpan(0, whole), start, day, directory.Domain);
        return new IndexPart(lines, start + skipped, skipped > 0 ? MarkAt(file, start + skipped) : mark);
    }

    private static List<FollowedLine> Parse(ReadOnlySpan<byte> bytes, long start, string day, string domain)
    {
        var lines = new List<FollowedLine>();
        while (bytes.IndexOf((byte)'\n') is >= 0 and var length)
        {
            if (IndexLineParser.TryParse(bytes[..length], day, domain, withTrace: false) is { FileName.Length: > 0 } entry)
            {
                lines.Add(new FollowedLine(entry, start));
            }

            bytes = bytes[(length + 1)..];
            start += length + 1;
        }

        return lines;
    }

    private static string MarkAt(Microsoft.Win32.SafeHandles.SafeFileHandle file, long end)
    {
        Span<byte> before = stackalloc byte[(int)Math.Min(MarkLength, end)];
        var count = ReadFully(file, before, end - before.Length);
        return count < before.Length ? "" : Convert.ToHexStringLower(SHA256.HashData(before))[..16];
    }

    private static int ReadFully(Microsoft.Win32.SafeHandles.SafeFileHandle file, Span<byte> into, long from)
    {
        var count = 0;
        while (count < into.Length && RandomAccess.Read(file, into[count..], from + count) is > 0 and var more)
        {
            count += more;
        }

        return count;
    }
}
