namespace MsLite.Filter.Quarantine;

/// <summary>
/// Removes the oldest messages of a domain, or of the whole archive, until what stays fits. Whole days go as such; of the day in which the
/// limit is reached only the oldest messages, and of days in use never the directory.
/// </summary>
internal sealed class SizeExpiry(QuarantineStore store, DayMeter meter, RetentionRules rules, ExpiryRun run)
{
    private readonly DayTrimmer _trimmer = new(store, run.Trash);
    private readonly Dictionary<string, int?> _megabytes = new(StringComparer.Ordinal);

    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            var all = rules.MegabytesOfAll;
            var days = meter.Measure(domain => MegabytesOf(domain) is not null || all is not null, ct);
            foreach (var (domain, most) in _megabytes.Where(pair => pair.Value is not null).ToList())
            {
                await FitAsync(days, day => day.Domain == domain, most!.Value, $"mail for {domain} may take {most} MB", ct);
            }

            if (all is { } mostOfAll)
            {
                await FitAsync(days, _ => true, mostOfAll, $"the archive may take {mostOfAll} MB", ct);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            run.Fail("", error);
        }
    }

    private async Task FitAsync(List<DomainDay> days, Func<DomainDay, bool> isMeant, int megabytes, string why, CancellationToken ct)
    {
        var meant = days.Where(isMeant).ToList();
        var excess = meant.Sum(day => day.Bytes) - (megabytes * RetentionRules.Megabyte);

        // Of the same day the domain goes first that has most: whoever fills the archive pays for it.
        foreach (var day in meant.OrderBy(day => day.Date).ThenByDescending(day => day.Bytes))
        {
            if (excess <= 0)
            {
                return;
            }

            var freed = await TryReduceAsync(day, excess, why, ct);
            excess -= freed;
            days[days.IndexOf(day)] = day with { Bytes = day.Bytes - freed };
        }
    }

    /// <summary>How many bytes are free now.</summary>
    private async Task<long> TryReduceAsync(DomainDay day, long excess, string why, CancellationToken ct)
    {
        try
        {
            if (day.Bytes <= excess && day.Date < store.Today().AddDays(-1))
            {
                return run.Remove(day.Day, day.Domain, day.Date, why) ? day.Bytes : 0;
            }

            var (messages, bytes) = await _trimmer.TrimAsync(day.Directory, excess, ct);
            if (messages > 0)
            {
                run.Trimmed(day, messages, why);
            }

            return bytes;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            run.Fail($"{day.Day}/{day.Domain}", error);
            return 0;
        }
    }

    private int? MegabytesOf(string domain)
    {
        if (!_megabytes.TryGetValue(domain, out var megabytes))
        {
            _megabytes[domain] = megabytes = rules.MegabytesOf(domain);
        }

        return megabytes;
    }
}
