using System.Runtime.CompilerServices;

namespace MsLite.Filter.Quarantine.Search;

/// <summary>
/// Reads the directories that are new ahead of the one who writes to the database: a disk answers many questions at once, and what is
/// read is taken apart on the other cores meanwhile. As many are held in memory as are under way, whatever the size of the quarantine.
/// </summary>
internal sealed class ReadAhead(string root, IReadOnlyList<ChangedIndex> places, Func<ChangedIndex, bool> isNew)
{
    private const int DirectoriesTogether = 16;
    private const int MostUnderWay = 16;

    /// <summary>Every place, in order; those that are new with their reading, or with the fault of the disk.</summary>
    public async IAsyncEnumerable<PlaceReading> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var underWay = new Queue<Task<PlaceReading[]>>();
        for (var next = 0; next < places.Count || underWay.Count > 0;)
        {
            for (; next < places.Count && underWay.Count < MostUnderWay; next += DirectoriesTogether)
            {
                var some = places.Skip(next).Take(DirectoriesTogether).Select(place => (Place: place, IsNew: isNew(place))).ToArray();
                underWay.Enqueue(Task.Run(() => some.Select(one => Read(one.Place, one.IsNew)).ToArray(), ct));
            }

            foreach (var reading in await underWay.Dequeue())
            {
                yield return reading;
            }
        }
    }

    private PlaceReading Read(ChangedIndex place, bool isNew)
    {
        try
        {
            return new PlaceReading(place, isNew ? FirstReading.Of(new DomainDirectory(Path.Combine(root, place.Day), place.Domain), place.Day) : null, Fault: null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new PlaceReading(place, First: null, fault);
        }
    }
}

/// <param name="First">Null when the place is not new.</param>
/// <param name="Fault">Why the disk does not give it; null when it does.</param>
internal readonly record struct PlaceReading(ChangedIndex Place, FirstReading? First, Exception? Fault);
