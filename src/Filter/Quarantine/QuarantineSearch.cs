namespace MsLite.Filter.Quarantine;

/// <summary>
/// Looks through the archive, newest first, by reading the indexes themselves. Memory is that of one page; the time is that of the days
/// looked through, so a word that is nowhere costs a reading of everything.
/// </summary>
public sealed class QuarantineSearch(QuarantineStore store)
{
    private static readonly Comparer<QuarantineHit> s_oldestFirst = Comparer<QuarantineHit>.Create((x, y) => x.CompareTo(y));

    /// <summary>A page of copies that are still there.</summary>
    /// <exception cref="IOException">The archive cannot be read.</exception>
    public async Task<IReadOnlyList<QuarantineHit>> FindAsync(QuarantineQuestion question, CancellationToken ct)
    {
        var limit = Math.Clamp(question.Limit, 1, QuarantineQuestion.MostEntries);
        var found = new List<QuarantineHit>();
        foreach (var day in Days(question))
        {
            found.AddRange(await FindInDayAsync(day.Name, day.Date, question, limit - found.Count, ct));
            if (found.Count >= limit)
            {
                break;
            }
        }

        return found;
    }

    /// <summary>Days and their dates, the latest first. A date may have two directories: this year's number, and one that was moved aside.</summary>
    private IEnumerable<(string Name, DateOnly Date)> Days(QuarantineQuestion question)
    {
        var today = store.Today();
        var wanted = question.Day switch
        {
            "today" => DayName.Of(today),
            "yesterday" => DayName.Of(today.AddDays(-1)),
            var day => day,
        };
        return store.Days()
            .Where(name => wanted is null || name == wanted)
            .Select(name => (name, DayName.TryParse(name, today, out var date) ? date : default))
            .Where(day => question.After is null || day.Item2 <= question.After.Date);
    }

    private async Task<IReadOnlyList<QuarantineHit>> FindInDayAsync(string day, DateOnly date, QuarantineQuestion question, int limit, CancellationToken ct)
    {
        var newest = new SortedSet<QuarantineHit>(s_oldestFirst);
        foreach (var domain in store.Domains(day).Where(domain => IsWanted(domain, question)))
        {
            await foreach (var entry in store.FindIndex(day, domain)!.ReadAsync(ct))
            {
                var hit = new QuarantineHit(date, entry);
                if ((newest.Count == limit && hit.CompareTo(newest.Min!) <= 0) || !IsBehind(hit, question.After) || !Matches(entry, question) || !store.IsThere(entry))
                {
                    continue;
                }

                newest.Add(hit);
                if (newest.Count > limit)
                {
                    newest.Remove(newest.Min!);
                }
            }
        }

        return [.. newest.Reverse()];
    }

    private static bool IsWanted(string domain, QuarantineQuestion question) =>
        (question.Domain is null || domain == question.Domain) && question.Domains?.Contains(domain) != false;

    private static bool IsBehind(QuarantineHit hit, QuarantineCursor? cursor) =>
        cursor is null || hit.CompareTo(cursor) < 0;

    private static bool Matches(QuarantineEntry entry, QuarantineQuestion question) =>
        (question.Reason is not { } reason || Has(entry.Reason, reason) || Has(entry.Blocker, reason))
        && (question.Words is not { } words || words.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => HasAnywhere(entry, word)));

    private static bool HasAnywhere(QuarantineEntry entry, string word) =>
        Has(entry.From, word) || Has(entry.Recipient, word) || Has(entry.Subject, word) || Has(entry.Ip, word) || Has(entry.Host, word)
        || Has(entry.Reason, word) || Has(entry.MessageId, word) || Has(entry.Id, word);

    private static bool Has(string? text, string part) => text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
}
