using System.Collections.Concurrent;

namespace MsLite.Filter.History;

/// <summary>Counts the changes of each domain's files since the start, so that an open page notices one cheaply.</summary>
public sealed class TreeChanges
{
    // Names come from directories of /srv, so there are no more than domains have been.
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <param name="domain">The first name of a path below /srv.</param>
    public long CountOf(string domain) => _counts.GetValueOrDefault(domain);

    internal void Note(string path)
    {
        var end = path.IndexOf('/', StringComparison.Ordinal);
        _counts.AddOrUpdate(end < 0 ? path : path[..end], 1, static (_, count) => count + 1);
    }
}
