using System.Collections.Concurrent;

namespace MsLite.Filter.Policy;

/// <summary>
/// The names in a directory, listed once for each state of it. The state is the inode's change time, which every new or removed
/// entry moves on; a listing is kept only when it was made well after the last change, so that no change can hide behind the
/// clock's granularity. Until then the caller asks for single names.
/// </summary>
internal sealed class ListingCache<T>(Func<IEnumerable<string>, T> digest)
    where T : class
{
    /// <summary>Coarser than any file system's clock: FAT's, the coarsest, has two seconds.</summary>
    private const long SettledAfter = 3_000_000_000;

    /// <summary>Enough for every domain of a large host; beyond it the cache starts again, which costs a listing each.</summary>
    private const int MaxListings = 50_000;

    private readonly ConcurrentDictionary<string, (FileStat State, T Digest)> _listings = new();

    /// <summary>Null while the directory has just been changed, or where change times are not known.</summary>
    public T? TryGet(PolicyDirectory directory)
    {
        var path = directory.Path;
        if (_listings.TryGetValue(path, out var known) && known.State == directory.Stat)
        {
            return known.Digest;
        }

        if (directory.Stat.Changed == 0 || Now() - directory.Stat.Changed < SettledAfter)
        {
            return null;
        }

        return List(path) is { } listed ? Keep(path, directory.Stat, listed) : null;
    }

    private T? List(string path)
    {
        try
        {
            return digest(Directory.EnumerateFileSystemEntries(path).Select(entry => Path.GetFileName(entry)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Removed since, or entered without being readable: single names may still be asked for.
            return null;
        }
    }

    private T Keep(string path, FileStat state, T listed)
    {
        if (_listings.Count >= MaxListings)
        {
            _listings.Clear();
        }

        _listings[path] = (state, listed);
        return listed;
    }

    /// <summary>The clock of the file system, not the one that tests turn.</summary>
    private static long Now() => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
}
