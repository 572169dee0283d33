using System.Buffers;
using Microsoft.Win32.SafeHandles;
using MsLite.Filter.Policy;

namespace MsLite.Filter.Quarantine;

/// <summary>
/// The beginning of an index, which can be dropped while others append: what stays is written to a file of its own, and that takes the
/// index's name under its lock. Who is reading the old one goes on reading it; who waits to append to it opens the new one
/// (<see cref="IndexAppender"/>).
/// </summary>
internal sealed class IndexPrefix(DomainDirectory directory, ExpiryTrash trash) : IDisposable
{
    private const int ChunkSize = 128 * 1024;

    private readonly SafeFileHandle _index = Posix.Open(directory.Index, PosixOpen.ReadOnly);
    private long _length;

    /// <summary>The lines that are there now.</summary>
    public async Task<List<IndexedLine>> ReadAsync(CancellationToken ct)
    {
        // Under the lock nobody is about to take a line back, and the last one is whole.
        using (var appender = await IndexAppender.OpenAsync(directory.Index))
        {
            _length = appender.Length;
        }

        return await QuarantineIndex.ReadPlacesAsync(directory.Index, _length, ct);
    }

    /// <summary>Drops everything before a line's end. Gives false when another process has exchanged the index meanwhile.</summary>
    /// <exception cref="IOException">Disk full or permission: the index is as it was.</exception>
    public async Task<bool> DropAsync(long end)
    {
        var temporary = trash.NewPath(DomainDirectory.IndexName);
        try
        {
            using var shorter = Posix.Open(temporary, PosixOpen.WriteOnly | PosixOpen.Create | PosixOpen.Exclusive | PosixOpen.Append);
            Posix.TakeOwnerOf(shorter, _index);

            // Most of it before the lock is taken: mail that is being refused waits for the lock, and not for long.
            Copy(end, _length, shorter);
            Posix.SyncData(shorter);
            using var appender = await IndexAppender.OpenAsync(directory.Index);
            if (FileStat.Of(appender.Handle).Inode != FileStat.Of(_index).Inode)
            {
                return false;
            }

            Copy(_length, appender.Length, shorter);
            Posix.SyncData(shorter);
            Posix.Rename(temporary, directory.Index);
            Posix.SyncDirectory(directory.Path);
            return true;
        }
        finally
        {
            Posix.Unlink(temporary);
        }
    }

    public void Dispose() => _index.Dispose();

    private void Copy(long start, long end, SafeFileHandle target)
    {
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkSize);
        try
        {
            while (start < end)
            {
                var count = RandomAccess.Read(_index, chunk.AsSpan(0, (int)Math.Min(chunk.Length, end - start)), start);
                if (count == 0)
                {
                    throw new IOException($"{directory.Index} has become shorter while it was copied.");
                }

                Posix.Write(target, chunk.AsSpan(0, count));
                start += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }
}

/// <summary>A line's place in its index.</summary>
/// <param name="FileName">Of the copy; empty when the line is none of an index.</param>
/// <param name="Length">Bytes, with its LF.</param>
/// <param name="End">Offset of the next line.</param>
internal readonly record struct IndexedLine(string FileName, long Length, long End);
