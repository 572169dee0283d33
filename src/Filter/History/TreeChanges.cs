using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;

namespace MsLite.Filter.History;

/// <summary>Marks the states of each domain's files since the start, so that an open page notices a change cheaply.</summary>
public sealed class TreeChanges
{
    private readonly string _start = RandomNumberGenerator.GetHexString(16);

    // Names come from directories of /srv, so there are no more than domains have been.
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>Another one after each change that is known, and after each start. Taken before the files are read, it is the mark of what is then drawn, or an older one.</summary>
    /// <param name="domain">The first name of a path below /srv.</param>
    public string MarkOf(string domain) => string.Create(CultureInfo.InvariantCulture, $"{_start}-{_counts.GetValueOrDefault(domain)}");

    internal void Note(string path)
    {
        var end = path.IndexOf('/', StringComparison.Ordinal);
        _counts.AddOrUpdate(end < 0 ? path : path[..end], 1, static (_, count) => count + 1);
    }
}
