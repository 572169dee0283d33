using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace MsLite.Filter.Quarantine;

/// <summary>The index of one domain's day, read from its beginning: the order in which messages were refused.</summary>
public sealed class QuarantineIndex
{
    private const int MaxOurLine = 1 << 16;

    /// <summary>Ours end below 64 KiB. What is longer is no index line, and is passed over without being held.</summary>
    private const int MaxLine = 1 << 20;

    private readonly DomainDirectory _directory;
    private readonly string _day;

    internal QuarantineIndex(DomainDirectory directory, string day) => (_directory, _day) = (directory, day);

    /// <summary>Lines of the last reading that are none of an index. What stands behind the last line feed is no line yet: it is being written, or a crash left it.</summary>
    public int Skipped { get; private set; }

    /// <summary>Each line that can be read, the seed's too. An index that is not there (any more) is empty.</summary>
    /// <exception cref="IOException">The disk does not give it.</exception>
    public async IAsyncEnumerable<QuarantineEntry> ReadAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        Skipped = 0;
        foreach (var path in Paths())
        {
            await using var file = TryOpen(path);
            if (file is null)
            {
                continue;
            }

            await foreach (var line in ReadAsync(file, _day, _directory.Domain, ct))
            {
                if (line.Entry is { } entry)
                {
                    yield return entry;
                }
                else
                {
                    Skipped++;
                }
            }
        }
    }

    /// <summary>The lines' places up to a length that is known to end with a whole line.</summary>
    /// <exception cref="IOException">The disk does not give it.</exception>
    internal static async Task<List<IndexedLine>> ReadPlacesAsync(string path, long length, CancellationToken ct)
    {
        var places = new List<IndexedLine>();
        await using var file = TryOpen(path);
        if (file is null)
        {
            return places;
        }

        var start = 0L;
        await foreach (var (entry, end) in ReadAsync(file, day: "", domain: "", ct))
        {
            if (end > length)
            {
                break;
            }

            places.Add(new IndexedLine(entry?.FileName ?? "", end - start, end));
            start = end;
        }

        return places;
    }

    /// <summary>The line that begins at a place; null when none does.</summary>
    /// <exception cref="IOException">The disk does not give it.</exception>
    public QuarantineEntry? ReadAt(long position)
    {
        using var file = TryOpen(_directory.Index);
        if (file is null)
        {
            return null;
        }

        file.Position = position;
        var bytes = new byte[MaxOurLine];
        var line = bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false));
        return line.IndexOf((byte)'\n') is >= 0 and var length ? IndexLineParser.TryParse(line[..length], _day, _directory.Domain) : null;
    }

    /// <summary>The seed's index, until its directory gets a first copy of ours, is a file of its own.</summary>
    private IEnumerable<string> Paths() =>
        new FileInfo(_directory.SeedIndex) is { Exists: true, LinkTarget: null } ? [_directory.SeedIndex, _directory.Index] : [_directory.Index];

    private static FileStream? TryOpen(string path) =>
        Posix.TryOpenToRead(path) is { } file ? new FileStream(file, FileAccess.Read, bufferSize: 0) : null;

    /// <summary>Each line that is not empty; without an entry when it is none of an index. End is the offset behind it. Half a line at the end is passed over.</summary>
    private static async IAsyncEnumerable<(QuarantineEntry? Entry, long End)> ReadAsync(
        Stream file, string day, string domain, [EnumeratorCancellation] CancellationToken ct)
    {
        var end = 0L;
        var reader = PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: 64 * 1024));
        var tooLong = false;
        while (true)
        {
            var result = await reader.ReadAsync(ct);
            var buffer = result.Buffer;
            var before = buffer.Length;
            while (TryReadLine(ref buffer, result.IsCompleted, out var line))
            {
                var hasLineFeed = before - buffer.Length > line.Length;
                end += before - buffer.Length;
                before = buffer.Length;
                var entry = tooLong || line.IsEmpty ? null : Parse(line, day, domain);
                if (entry is not null || (hasLineFeed && (tooLong || !line.IsEmpty)))
                {
                    yield return (entry, end);
                }

                tooLong = false;
            }

            if (buffer.Length > MaxLine)
            {
                end += buffer.Length;
                (tooLong, buffer) = (true, buffer.Slice(buffer.End));
            }

            reader.AdvanceTo(buffer.Start, result.Buffer.End);
            if (result.IsCompleted)
            {
                yield break;
            }
        }
    }

    /// <summary>At the end of the file the rest may be a line too: somebody edited it, and forgot the line feed.</summary>
    private static bool TryReadLine(ref ReadOnlySequence<byte> buffer, bool isEnd, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is { } lineFeed)
        {
            line = buffer.Slice(0, lineFeed);
            buffer = buffer.Slice(buffer.GetPosition(1, lineFeed));
            return true;
        }

        line = buffer;
        if (isEnd && !buffer.IsEmpty)
        {
            buffer = buffer.Slice(buffer.End);
            return true;
        }

        return false;
    }

    private static QuarantineEntry? Parse(in ReadOnlySequence<byte> line, string day, string domain) =>
        IndexLineParser.TryParse(line.IsSingleSegment ? line.FirstSpan : line.ToArray(), day, domain);
}
