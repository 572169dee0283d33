using System.Data.Common;
using MsLite.Filter.Quarantine.Search;

namespace MsLite.Filter.Quarantine;

/// <summary>Finds archived copies by the reference that the sender was told.</summary>
public sealed class QuarantineFinder
{
    /// <summary>The search index, which knows all days, did not find it: what it does not know yet was archived a moment ago.</summary>
    private const int DaysAround = 1;

    private readonly QuarantineStore _store;
    private readonly QuarantineSearch _search;

    internal QuarantineFinder(QuarantineStore store, QuarantineSearch search) => (_store, _search) = (store, search);

    /// <summary>
    /// The copies of one message, one for each recipient; none when there is no such reference. The seed's copies have no reference:
    /// their file's name does instead.
    /// </summary>
    /// <exception cref="IOException">The archive cannot be read.</exception>
    public async Task<IReadOnlyList<QuarantineEntry>> FindAsync(string id, CancellationToken ct)
    {
        var (isKnown, copies) = await AskIndexAsync(id, ct);
        if (copies.Count > 0)
        {
            return copies;
        }

        foreach (var day in DaysFor(id, isKnown))
        {
            var found = new List<QuarantineEntry>();
            foreach (var domain in _store.Domains(day))
            {
                await ReadAsync(day, domain, id, found, ct);
            }

            if (found.Count > 0)
            {
                return found;
            }
        }

        return [];
    }

    /// <summary>
    /// Whether the search index answered, and the copies there are by what it knows. What its rows say is read from the archive's own lines; and
    /// the lines that it has not read yet are looked through too: of several copies all are found, or who releases a message releases half of it.
    /// </summary>
    private async Task<(bool IsKnown, IReadOnlyList<QuarantineEntry> Copies)> AskIndexAsync(string id, CancellationToken ct)
    {
        try
        {
            var unread = await _search.FindUnreadAsync(Reference.TryGetTime(id, out _) ? [.. DaysFor(id, isIndexKnown: true)] : [], ct);
            var copies = new List<QuarantineEntry>();
            var hits = await _search.FindAsync(new QuarantineQuestion { Id = id.ToLowerInvariant(), Limit = QuarantineQuestion.MostRows }, ct);
            foreach (var hit in hits)
            {
                if (await _search.CompleteAsync(hit, ct) is { } entry)
                {
                    copies.Add(entry);
                }
            }

            foreach (var (day, domain) in unread.Places())
            {
                await ReadAsync(day, domain, id, copies, ct);
            }

            return (true, copies);
        }
        catch (DbException)
        {
            // The files are the truth, and can be read without it.
            return (false, []);
        }
    }

    /// <summary>Adds the copies of one directory that are not known yet.</summary>
    private async Task ReadAsync(string day, string domain, string id, List<QuarantineEntry> copies, CancellationToken ct)
    {
        await foreach (var entry in _store.FindIndex(day, domain)!.ReadAsync(ct))
        {
            var isIt = string.Equals(entry.Id, id, StringComparison.OrdinalIgnoreCase) || string.Equals(entry.FileName, id, StringComparison.Ordinal);
            if (isIt && !copies.Exists(copy => copy.FileName == entry.FileName && copy.Domain == domain && copy.Day == day))
            {
                copies.Add(entry);
            }
        }
    }

    /// <summary>The reference's own day and its neighbours first; the others after them, in case the clock was wrong.</summary>
    private IEnumerable<string> DaysFor(string id, bool isIndexKnown)
    {
        var days = _store.Days();
        if (!Reference.TryGetTime(id, out var time))
        {
            return days;
        }

        var date = DateOnly.FromDateTime(time.ToLocalTime().DateTime);
        var near = days.Select(day => (Day: day, Distance: DayName.TryParse(day, _store.Today(), out var its) ? Math.Abs(its.DayNumber - date.DayNumber) : int.MaxValue));
        return near.Where(day => !isIndexKnown || day.Distance <= DaysAround).OrderBy(day => day.Distance).Select(day => day.Day);
    }
}
