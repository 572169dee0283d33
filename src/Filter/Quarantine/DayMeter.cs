using System.Runtime.InteropServices;
using MsLite.Filter.Policy;

namespace MsLite.Filter.Quarantine;

/// <summary>
/// Knows how much a domain's day takes on disk. The files of a day are looked at once: as long as no directory of it has changed, its
/// sum is remembered.
/// </summary>
internal sealed class DayMeter(QuarantineStore store)
{
    /// <summary>Two changes within one tick of the file system's clock look like one; a sum so fresh is taken anew the next time.</summary>
    private const long SettledNanoseconds = 2_000_000_000;

    private Dictionary<string, Reading> _readings = new(StringComparer.Ordinal);

    /// <summary>Every day of the wanted domains. What was known of other directories is forgotten.</summary>
    public List<DomainDay> Measure(Func<string, bool> isWanted, CancellationToken ct)
    {
        var readings = new Dictionary<string, Reading>(StringComparer.Ordinal);
        var days = new List<DomainDay>();
        var today = store.Today();
        foreach (var day in store.Days())
        {
            foreach (var domain in store.Domains(day).Where(isWanted))
            {
                ct.ThrowIfCancellationRequested();
                var directory = new DomainDirectory(Path.Combine(store.Root, day), domain);
                var reading = readings[directory.Path] = Read(day, directory, today);
                days.Add(new DomainDay(day, directory, reading.Date, reading.Bytes));
            }
        }

        _readings = readings;
        return days;
    }

    private Reading Read(string day, DomainDirectory directory, DateOnly today)
    {
        var stamp = Stamp.Of(directory);
        _ = DayName.TryParse(day, today, out var nominal);
        if (_readings.TryGetValue(directory.Path, out var known) && known.Stamp == stamp && known.Nominal == nominal && known.IsSettled)
        {
            return known;
        }

        var date = store.Tree.DateOf(day, directory.Domain, today) ?? nominal;
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000;
        return new Reading(stamp, nominal, date, Sum(directory), now - stamp.Newest > SettledNanoseconds);
    }

    private static long Sum(DomainDirectory directory) =>
        Sum(directory.New) + Sum(directory.Current) + FileStat.Of(directory.Index).Size + FileStat.Of(directory.SeedIndex).Size;

    private static long Sum(string folder)
    {
        try
        {
            return Directory.EnumerateFiles(folder).Sum(path => FileStat.Of(path).Size);
        }
        catch (DirectoryNotFoundException)
        {
            return 0;
        }
    }

    private sealed record Reading(Stamp Stamp, DateOnly Nominal, DateOnly Date, long Bytes, bool IsSettled);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Stamp(FileStat New, FileStat Current, FileStat Index)
    {
        public long Newest => Math.Max(New.Changed, Math.Max(Current.Changed, Index.Changed));

        public static Stamp Of(DomainDirectory directory) =>
            new(FileStat.Of(directory.New), FileStat.Of(directory.Current), FileStat.Of(directory.Index));
    }
}

/// <summary>One domain's day as it lies on disk.</summary>
/// <param name="Day">The day directory's name.</param>
/// <param name="Date">The day whose mail it holds.</param>
/// <param name="Bytes">Its copies and its index.</param>
internal sealed record DomainDay(string Day, DomainDirectory Directory, DateOnly Date, long Bytes)
{
    public string Domain => Directory.Domain;
}
