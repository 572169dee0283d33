namespace MsLite.Filter.Journal;

/// <summary>Adds up what <see cref="WeekReader"/> reads.</summary>
internal sealed class WeekCount
{
    private const string Checks = "checks/";

    private readonly Dictionary<string, FileHits> _files = [];
    private readonly Dictionary<string, CheckCatch> _checks = [];
    private readonly Dictionary<string, long> _zones = [];
    private readonly Dictionary<FateKind, long> _fates = [];

    public DomainWeek Result => new()
    {
        Delivered = _fates.GetValueOrDefault(FateKind.Delivered),
        Refused = _fates.GetValueOrDefault(FateKind.Archived),
        Deferred = _fates.GetValueOrDefault(FateKind.Deferred),
        Files = _files,
        Checks = _checks,
        Zones = _zones,
    };

    /// <param name="last">Milliseconds since 1970.</param>
    public void Add(string blocker, string file, FateKind fate, long count, long last)
    {
        _fates[fate] = _fates.GetValueOrDefault(fate) + count;
        if (file.Length > 0)
        {
            var (before, time) = (_files.GetValueOrDefault(file, FileHits.None), DateTimeOffset.FromUnixTimeMilliseconds(last));
            _files[file] = new FileHits(before.Count + count, before.Last > time ? before.Last : time);
        }

        if (blocker.StartsWith(Checks, StringComparison.Ordinal))
        {
            Change(blocker, found => fate == FateKind.Deferred ? found with { Deferred = found.Deferred + count } : found with { Refused = found.Refused + count });
        }
    }

    public void AddZone(string zone, long count) => _zones[zone] = _zones.GetValueOrDefault(zone) + count;

    public void AddShadows(IEnumerable<TraceEntry> trace)
    {
        foreach (var entry in trace)
        {
            if (entry.Result is TraceResult.ShadowRefuse or TraceResult.ShadowDefer && entry.Rung.StartsWith(Checks, StringComparison.Ordinal))
            {
                Change(entry.Rung, found => found with { InShadow = found.InShadow + 1 });
            }
        }
    }

    private void Change(string rung, Func<CheckCatch, CheckCatch> change) =>
        _checks[rung[Checks.Length..]] = change(_checks.GetValueOrDefault(rung[Checks.Length..], CheckCatch.Nothing));
}
