using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using MsLite.Filter.Policy;

namespace MsLite.Filter.Quarantine;

/// <summary>Appends to one index under its lock, and can take it back until it is disposed.</summary>
internal sealed class IndexAppender : IDisposable
{
    /// <summary>Nobody holds an index's lock longer than a sync takes; who does must not hold up all mail.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly SafeFileHandle _index;

    private IndexAppender(string path, SafeFileHandle index) => (Path, _index) = (path, index);

    public string Path { get; }

    public SafeFileHandle Handle => _index;

    /// <summary>Bytes before anything was appended: whole lines.</summary>
    public long Length { get; private set; }

    /// <exception cref="IOException">The index cannot be opened, or another process does not let go of it.</exception>
    public static async Task<IndexAppender> OpenAsync(string path)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var appender = new IndexAppender(path, Posix.Open(path, PosixOpen.ReadWrite | PosixOpen.Append));
            try
            {
                await appender.LockAsync(start);
                if (appender.IsInItsPlace())
                {
                    appender.Length = IndexTail.Repair(appender._index);
                    return appender;
                }

                // While we waited the index was shortened: a line that went into the old one would be lost.
                appender.Dispose();
            }
            catch (IOException)
            {
                appender.Dispose();
                throw;
            }
        }
    }

    /// <summary>One write. A reader may see its beginning already, and passes over half a line.</summary>
    public void Append(ReadOnlySpan<byte> lines) => Posix.Write(_index, lines);

    /// <summary>Back to the length before: none of the lines was promised to anybody.</summary>
    public void TakeBack() => Posix.Truncate(_index, Length);

    public void Dispose() => _index.Dispose();

    private async Task LockAsync(long start)
    {
        while (!Posix.TryLock(_index))
        {
            if (Stopwatch.GetElapsedTime(start) > s_patience)
            {
                throw new IOException($"{Path} is locked by another process for more than {s_patience.TotalSeconds} seconds.");
            }

            // flock(2) can be waited for only by a blocked thread; another process holds it for one write and its sync.
            await Task.Delay(2);
        }
    }

    private bool IsInItsPlace() => FileStat.Of(_index).Inode == FileStat.Of(Path).Inode;
}
