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

    /// <param name="zone">Empty when no blocklist gave the reason.</param>
    public void Add(FateKind fate, string blocker, string zone, long count)
    {
        _fates[fate] = _fates.GetValueOrDefault(fate) + count;
        if (zone.Length > 0)
        {
            _zones[zone] = _zones.GetValueOrDefault(zone) + count;
        }

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

    /// <summary>A row's deciding file, and what checks in shadow would have done. Rows come newest first.</summary>
    public void AddRow(DateTimeOffset time, string file, string trace)
    {
        if (file.Length > 0)
        {
            var before = _files.GetValueOrDefault(file, FileHits.None);
            _files[file] = new FileHits(before.Count + 1, before.Last ?? time);
        }

        if (!trace.Contains("\"shadow-", StringComparison.Ordinal))
        {
            return;
        }

        using var entries = JsonDocument.Parse(trace);
        foreach (var entry in entries.RootElement.EnumerateArray())
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
