using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace MsLite.Filter.Quarantine;

/// <summary>Appends to one index under its lock, and can take it back until it is disposed.</summary>
internal sealed class IndexAppender : IDisposable
{
    /// <summary>Nobody holds an index's lock longer than a sync takes; who does must not hold up all mail.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private readonly SafeFileHandle _index;
    private long _length;

    private IndexAppender(string path, SafeFileHandle index) => (Path, _index) = (path, index);

    public string Path { get; }

    public SafeFileHandle Handle => _index;

    /// <exception cref="IOException">The index cannot be opened, or another process does not let go of it.</exception>
    public static async Task<IndexAppender> OpenAsync(string path)
    {
        var appender = new IndexAppender(path, Posix.Open(path, PosixOpen.ReadWrite | PosixOpen.Append));
        try
        {
            var start = Stopwatch.GetTimestamp();
            while (!Posix.TryLock(appender._index))
            {
                if (Stopwatch.GetElapsedTime(start) > s_patience)
                {
                    throw new IOException($"{path} is locked by another process for more than {s_patience.TotalSeconds} seconds.");
                }

                // flock(2) can be waited for only by a blocked thread; another process holds it for one write and its sync.
                await Task.Delay(2);
            }

            appender._length = IndexTail.Repair(appender._index);
            return appender;
        }
        catch (IOException)
        {
            appender.Dispose();
            throw;
        }
    }

    /// <summary>One write, so that readers see whole lines.</summary>
    public void Append(ReadOnlySpan<byte> lines) => Posix.Write(_index, lines);

    /// <summary>Back to the length before: none of the lines was promised to anybody.</summary>
    public void TakeBack() => Posix.Truncate(_index, _length);

    public void Dispose() => _index.Dispose();
}
