using System.Text.Json;

namespace MsLite.Filter.Journal;

/// <summary>Adds up what <see cref="WeekReader"/> reads.</summary>
internal sealed class WeekCount
{
    private const string Checks = "checks/";

    private readonly Dictionary<string, FileHits> _files = [];
    private readonly Dictionary<string, CheckCatch> _checks = [];
    private readonly Dictionary<string, long> _zones = [];
    private readonly Dictionary<FateKind, long> _fates = [];

    /// <inheritdoc cref="DomainWeek.CountedIn"/>
    public int? CountedIn { get; set; }

    public DomainWeek Result => new()
    {
        Delivered = _fates.GetValueOrDefault(FateKind.Delivered),
        Refused = _fates.GetValueOrDefault(FateKind.Archived),
        Deferred = _fates.GetValueOrDefault(FateKind.Deferred),
        Files = _files,
        Checks = _checks,
        Zones = _zones,
        CountedIn = CountedIn,
    };

    public void Add(string blocker, FateKind fate, long count)
    {
        _fates[fate] = _fates.GetValueOrDefault(fate) + count;
        if (blocker.StartsWith(Checks, StringComparison.Ordinal))
        {
            Change(blocker, found => fate switch
            {
                FateKind.Archived => found with { Refused = found.Refused + count },
                FateKind.Deferred => found with { Deferred = found.Deferred + count },
                _ => found,
            });
        }
    }

    public void AddZone(string zone, long count) => _zones[zone] = _zones.GetValueOrDefault(zone) + count;

    /// <summary>Its deciding file, and what checks in shadow would have done. Rows come newest first.</summary>
    public void AddRow(JournalRow row)
    {
        if (row.File.Length > 0)
        {
            var before = _files.GetValueOrDefault(row.File, FileHits.None);
            _files[row.File] = new FileHits(before.Count + 1, before.Last ?? row.Time);
        }

        if (!row.Trace.Contains("\"shadow-", StringComparison.Ordinal))
        {
            return;
        }

        using var trace = JsonDocument.Parse(row.Trace);
        foreach (var entry in trace.RootElement.EnumerateArray())
        {
            if (entry.GetProperty("rung").GetString() is { } rung && rung.StartsWith(Checks, StringComparison.Ordinal)
                && entry.GetProperty("result").GetString()?.StartsWith("shadow-", StringComparison.Ordinal) == true)
            {
                Change(rung, found => found with { InShadow = found.InShadow + 1 });
            }
        }
    }

    private void Change(string rung, Func<CheckCatch, CheckCatch> change) =>
        _checks[rung[Checks.Length..]] = change(_checks.GetValueOrDefault(rung[Checks.Length..], CheckCatch.Nothing));
}
