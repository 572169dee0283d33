namespace MsLite.Filter.Quarantine;

/// <summary>
/// Removes domains' days by their age: a day's mail goes when the day is more days ago than its domain keeps. Today's and yesterday's
/// directories are never touched.
/// </summary>
internal sealed class AgeExpiry(QuarantineStore store, RetentionRules rules, ExpiryRun run)
{
    private readonly Dictionary<string, int> _days = new(StringComparer.Ordinal);

    public void Run(CancellationToken ct)
    {
        foreach (var day in store.Days())
        {
            foreach (var domain in QuarantineTree.Directories(Path.Combine(store.Root, day)))
            {
                ct.ThrowIfCancellationRequested();
                run.Try($"{day}/{domain}", () => Expire(day, domain));
            }
        }
    }

    private void Expire(string day, string domain)
    {
        var keep = DaysOf(domain);
        var today = store.Today();
        if (store.Tree.DateOf(day, domain, today) is { } date
            && today.DayNumber - date.DayNumber > Math.Max(1, keep)
            && run.Remove(day, domain, date, $"mail for {domain} is kept for {keep} {(keep == 1 ? "day" : "days")}"))
        {
            return;
        }

        run.Report.Kept++;
    }

    private int DaysOf(string domain)
    {
        if (!_days.TryGetValue(domain, out var days))
        {
            _days[domain] = days = rules.DaysOf(domain);
        }

        return days;
    }
}
