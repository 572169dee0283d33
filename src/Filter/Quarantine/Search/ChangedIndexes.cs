using System.Collections.Concurrent;
using System.Diagnostics;

namespace MsLite.Filter.Quarantine.Search;

/// <summary>The directories that got or lost copies since somebody last looked. Marking one costs the archive a look-up in memory.</summary>
public sealed class ChangedIndexes
{
    private readonly ConcurrentDictionary<(string Day, string Domain), bool> _changed = new();
    private long _since;

    /// <summary>Whether there is nothing to look at.</summary>
    public bool IsEmpty => _changed.IsEmpty;

    /// <summary>How long the first of them has been waiting.</summary>
    internal TimeSpan Waiting => Interlocked.Read(ref _since) is var since && since != 0 ? Stopwatch.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>There are new lines.</summary>
    internal void MarkLines(DomainDirectory directory)
    {
        _changed.TryAdd((Path.GetFileName(directory.DayPath), directory.Domain), false);
        NoteTime();
    }

    /// <summary>Copies went, or have other flags.</summary>
    internal void MarkFiles(string day, string domain)
    {
        _changed[(day, domain)] = true;
        NoteTime();
    }

    /// <summary>Those there are; they are not given again until they change.</summary>
    internal IReadOnlyList<ChangedIndex> Take()
    {
        Interlocked.Exchange(ref _since, 0);
        var taken = new List<ChangedIndex>();
        foreach (var place in _changed.Keys)
        {
            if (_changed.TryRemove(place, out var withFiles))
            {
                taken.Add(new ChangedIndex(place.Day, place.Domain, withFiles));
            }
        }

        return taken;
    }

    private void NoteTime()
    {
        if (Interlocked.Read(ref _since) == 0)
        {
            Interlocked.CompareExchange(ref _since, Stopwatch.GetTimestamp(), 0);
        }
    }
}

/// <summary>A directory to look at.</summary>
/// <param name="WithFiles">Whether the names of the copies have to be compared, too.</param>
internal readonly record struct ChangedIndex(string Day, string Domain, bool WithFiles);
