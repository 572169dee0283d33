using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using MsLite.Filter.Health;
using MsLite.Mail.Dns;

namespace MsLite.Filter.Blocklists;

/// <summary>
/// Keeps an eye on the DNS blocklists that are in use: tests each at its first use and from then on by the clock, and suspends one that
/// cannot be believed, so that a list that has died, or that refuses our resolver, does not refuse all mail.
/// </summary>
public sealed class BlocklistWatch : INoticeSource, IHealthSource
{
    /// <summary>Zones watched at a time; beyond that, who was not asked for longest is forgotten, and tested anew when asked.</summary>
    public const int MostZones = 500;

    /// <summary>Names in metrics; further zones are counted as "other".</summary>
    private const int MostLabels = 200;

    private const int TestedAtATime = 8;

    /// <summary>A zone that nobody has asked for so long has left the files, or nearly: its notice goes, too.</summary>
    private static readonly TimeSpan s_forgottenAfter = TimeSpan.FromHours(2);

    private readonly IDnsResolver _dns;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly ConcurrentDictionary<string, WatchedZone> _zones = [];
    private readonly HashSet<string> _labels = [];
    private readonly Lock _gate = new();
    private volatile IReadOnlyList<Notice> _notices = [];

    public BlocklistWatch(IDnsResolver dns, FilterMetrics metrics, TimeProvider clock, ILogger<BlocklistWatch> log)
    {
        _dns = dns;
        _clock = clock;
        _log = log;
        metrics.ObserveSuspendedZones(() => _zones.Values.Count(zone => zone.Health.IsSuspended));
    }

    public IReadOnlyList<Notice> Notices => _notices;

    /// <summary>One for each zone that needs a look, and one for all the others together: there may be hundreds.</summary>
    public IReadOnlyList<HealthItem> Health
    {
        get
        {
            var zones = _zones.Values.ToList();
            var well = zones.Count(zone => zone.Notice is null);
            var all = zones.Count == 0 ? new HealthItem("DNS blocklists", HealthState.Unknown, "None was asked since the program started.")
                : well == 0 ? null
                : new HealthItem("DNS blocklists", HealthState.Good, string.Create(CultureInfo.InvariantCulture, $"{well} of {zones.Count} in use answer as they should."));
            return [.. zones.OrderBy(zone => zone.Name, StringComparer.Ordinal).Select(zone => zone.Notice).OfType<Notice>()
                .Select(notice => new HealthItem(notice.Subject, HealthState.Bad, notice.Text)).Prepend(all).OfType<HealthItem>()];
        }
    }

    internal int Count => _zones.Count;

    /// <summary>Tests the zones whose time has come, and forgets those no longer in use. For a timer, about once a minute.</summary>
    /// <exception cref="OperationCanceledException">The program ends.</exception>
    public async Task ProbeDueAsync(CancellationToken ct)
    {
        var now = _clock.GetTimestamp();
        foreach (var zone in _zones.Values.Where(zone => _clock.GetElapsedTime(zone.LastUse, now) > s_forgottenAfter))
        {
            Forget(zone);
        }

        await Parallel.ForEachAsync(
            _zones.Values.Where(zone => zone.IsProbeDue(now)),
            new ParallelOptions { MaxDegreeOfParallelism = TestedAtATime, CancellationToken = ct },
            async (zone, token) => await zone.ProbeAsync(_dns, token));
    }

    /// <summary>The zone as it is known; its first test has begun.</summary>
    internal WatchedZone Use(string name)
    {
        if (!_zones.TryGetValue(name, out var zone))
        {
            zone = Add(name);
        }

        zone.Use();
        _ = zone.FirstProbe;
        return zone;
    }

    private WatchedZone Add(string name)
    {
        lock (_gate)
        {
            if (_zones.TryGetValue(name, out var known))
            {
                return known;
            }

            if (_zones.Count >= MostZones)
            {
                Forget(_zones.Values.MinBy(zone => zone.LastUse)!);
            }

            var label = _labels.Count < MostLabels || _labels.Contains(name) ? name : "other";
            _labels.Add(label);
            return _zones[name] = new WatchedZone(name, label, _dns, _clock, _log, ShowNotices);
        }
    }

    private void Forget(WatchedZone zone)
    {
        _zones.TryRemove(zone.Name, out _);
        ShowNotices();
    }

    private void ShowNotices()
    {
        lock (_gate)
        {
            _notices = [.. _zones.Values.OrderBy(zone => zone.Name, StringComparer.Ordinal).Select(zone => zone.Notice).OfType<Notice>()];
        }
    }
}
