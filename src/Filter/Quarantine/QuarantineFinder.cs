namespace MsLite.Filter.Quarantine;

/// <summary>Finds archived copies by the reference that the sender was told.</summary>
public sealed class QuarantineFinder(QuarantineStore store)
{
    /// <summary>
    /// The copies of one message, one for each recipient; none when there is no such reference. The seed's copies have no reference:
    /// their file's name does instead.
    /// </summary>
    /// <exception cref="IOException">The archive cannot be read.</exception>
    public async Task<IReadOnlyList<QuarantineEntry>> FindAsync(string id, CancellationToken ct)
    {
        foreach (var day in DaysFor(id))
        {
            var found = new List<QuarantineEntry>();
            foreach (var domain in store.Domains(day))
            {
                await foreach (var entry in store.FindIndex(day, domain)!.ReadAsync(ct))
                {
                    if (string.Equals(entry.Id, id, StringComparison.OrdinalIgnoreCase) || string.Equals(entry.FileName, id, StringComparison.Ordinal))
                    {
                        found.Add(entry);
                    }
                }
            }

            if (found.Count > 0)
            {
                return found;
            }
        }

        return [];
    }

    /// <summary>The reference's own day and its neighbours first; the others after them, in case the clock was wrong.</summary>
    private IEnumerable<string> DaysFor(string id)
    {
        var days = store.Days();
        if (!Reference.TryGetTime(id, out var time))
        {
            return days;
        }

        var date = DateOnly.FromDateTime(time.ToLocalTime().DateTime);
        return days.OrderBy(day => DayName.TryParse(day, store.Today(), out var its) ? Math.Abs(its.DayNumber - date.DayNumber) : int.MaxValue);
    }
}
