using MsLite.Filter.Policy;

namespace MsLite.Filter.Quarantine;

/// <summary>Removes the oldest messages of one domain's day, which may be today, while others archive into it and read it.</summary>
internal sealed class DayTrimmer(QuarantineStore store, ExpiryTrash trash)
{
    /// <summary>A copy without a line is either on its way to one or left by a crash; none is on its way for so long.</summary>
    private static readonly TimeSpan s_longestWay = TimeSpan.FromHours(1);

    /// <summary>How many messages went, and how many bytes with them.</summary>
    /// <exception cref="IOException">The disk does not let us.</exception>
    public async Task<(int Messages, long Bytes)> TrimAsync(DomainDirectory directory, long excess, CancellationToken ct)
    {
        if (!TryTakeOver(directory))
        {
            return default;
        }

        using var index = new IndexPrefix(directory, trash);
        var lines = await index.ReadAsync(ct);
        var copies = CopiesIn(directory);
        var gone = Orphans(copies, lines);
        var freed = gone.Sum(copy => copy.Bytes);
        var cut = 0;
        for (; cut < lines.Count && freed < excess; cut++)
        {
            freed += lines[cut].Length;
            if (copies.Remove(lines[cut].FileName, out var copy))
            {
                gone.Add(copy);
                freed += copy.Bytes;
            }
        }

        // The lines first: what dies between the two leaves copies that nobody is told of, never lines without their copy.
        if (cut > 0 && !await index.DropAsync(lines[cut - 1].End))
        {
            return default;
        }

        gone.ForEach(copy => Posix.Unlink(copy.Path));
        return (gone.Count, freed);
    }

    /// <summary>A directory of the seed becomes ours before anything in it is changed; false when it is gone.</summary>
    private bool TryTakeOver(DomainDirectory directory)
    {
        using var rootLock = store.Tree.LockRoot();
        if (!Directory.Exists(directory.Path))
        {
            return false;
        }

        directory.Make();
        return true;
    }

    private static Dictionary<string, Copy> CopiesIn(DomainDirectory directory)
    {
        var copies = new Dictionary<string, Copy>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(directory.New).Concat(Directory.EnumerateFiles(directory.Current)))
        {
            var stat = FileStat.Of(path);
            if (stat.Kind == FileKind.File)
            {
                copies[ArchiveReader.NameOf(path)] = new Copy(path, stat.Size, stat.Changed);
            }
        }

        return copies;
    }

    /// <summary>Copies that a crash has left without a line.</summary>
    private static List<Copy> Orphans(Dictionary<string, Copy> copies, List<IndexedLine> lines)
    {
        var latest = (TimeProvider.System.GetUtcNow() - s_longestWay).ToUnixTimeMilliseconds() * 1_000_000;
        var orphans = copies.Where(copy => copy.Value.Changed < latest).ToDictionary(StringComparer.Ordinal);
        lines.ForEach(line => orphans.Remove(line.FileName));
        foreach (var name in orphans.Keys)
        {
            copies.Remove(name);
        }

        return [.. orphans.Values];
    }

    private sealed record Copy(string Path, long Bytes, long Changed);
}
