using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace MsLite.Filter.Quarantine;

/// <summary>The end of an index: where a crash leaves half a line.</summary>
internal static class IndexTail
{
    private const int Most = 64 * 1024;

    /// <summary>The last whole line, if it parses.</summary>
    public static QuarantineEntry? ReadLast(string path)
    {
        using var file = Posix.TryOpenToRead(path);
        return file is null ? null : WithTail(file, RandomAccess.GetLength(file), static (tail, _) =>
        {
            var end = tail.LastIndexOf((byte)'\n');
            var whole = end < 0 ? [] : tail[..end];
            return IndexLineParser.TryParse(whole[(whole.LastIndexOf((byte)'\n') + 1)..], day: "", domain: "", withTrace: false);
        });
    }

    /// <summary>
    /// Ends the index with a whole line again and gives its length. Half a line is cut off: its message got no reply. A whole line that
    /// only lacks its LF (somebody edited the file) gets it. To be called under the index's lock.
    /// </summary>
    /// <param name="index">Opened to read and append.</param>
    public static long Repair(SafeFileHandle index)
    {
        var length = RandomAccess.GetLength(index);
        Span<byte> last = stackalloc byte[1];
        if (length == 0 || (RandomAccess.Read(index, last, length - 1) == 1 && last[0] == (byte)'\n'))
        {
            return length;
        }

        var torn = TornLength(index, length);
        if (torn < 0)
        {
            Posix.Write(index, "\n"u8);
            return length + 1;
        }

        Posix.Truncate(index, length - torn);
        return length - torn;
    }

    /// <summary>Bytes behind the last LF, or -1 when they are a whole line.</summary>
    private static long TornLength(SafeFileHandle index, long length)
    {
        var end = length;
        while (end > 0)
        {
            var lineFeed = WithTail(index, end, static (tail, start) => tail.LastIndexOf((byte)'\n') is var at and >= 0 ? start + at : -1);
            if (lineFeed >= 0 || end <= Most)
            {
                end = lineFeed + 1;
                break;
            }

            end -= Most;
        }

        var torn = length - end;
        var isWhole = torn <= Most && WithTail(index, length, (tail, _) =>
            IndexLineParser.TryParse(tail[^(int)torn..], day: "", domain: "", withTrace: false) is not null);
        return isWhole ? -1 : torn;
    }

    private static T WithTail<T>(SafeFileHandle file, long end, Func<ReadOnlySpan<byte>, long, T> use)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Most);
        try
        {
            var start = Math.Max(0, end - Most);
            var count = RandomAccess.Read(file, buffer.AsSpan(0, (int)(end - start)), start);
            return use(buffer.AsSpan(0, count), start);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
