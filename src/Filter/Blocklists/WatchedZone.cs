using Microsoft.Extensions.Logging;
using MsLite.Mail.Dns;

namespace MsLite.Filter.Blocklists;

/// <summary>One zone and what its answers have shown about it. Used from many threads at once.</summary>
internal sealed partial class WatchedZone
{
    private static readonly TimeSpan s_nextTest = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_nextTestWhileSuspended = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_nextTestWhileSilent = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Action _changed;
    private readonly Lock _gate = new();
    private readonly Once<ZoneHealth> _firstProbe;
    private long _lastUse;
    private long _nextProbe = long.MaxValue;
    private bool _hasListed;
    private volatile ZoneHealth _health = ZoneHealth.NotKnown;
    private volatile Notice? _notice;

    /// <param name="label">What metrics call it.</param>
    /// <param name="changed">Told when <see cref="Notice"/> is another; called under this zone's lock.</param>
    public WatchedZone(string name, string label, IDnsResolver dns, TimeProvider clock, ILogger log, Action changed)
    {
        Name = name;
        Label = label;
        _clock = clock;
        _log = log;
        _changed = changed;
        _lastUse = clock.GetTimestamp();
        // Its questions end by the resolver's own limits; a message that goes away must not take them along.
        _firstProbe = new Once<ZoneHealth>(() => ProbeAsync(dns, CancellationToken.None));
    }

    public string Name { get; }

    public string Label { get; }

    public ZoneHealth Health => _health;

    /// <summary>Null when there is nothing to tell.</summary>
    public Notice? Notice => _notice;

    /// <summary>By <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long LastUse => Volatile.Read(ref _lastUse);

    /// <summary>Ends when the zone has been tested, or could not be.</summary>
    public Task FirstProbe => _firstProbe.AskAsync();

    /// <summary>A message asks it.</summary>
    public void Use() => Volatile.Write(ref _lastUse, _clock.GetTimestamp());

    public bool IsProbeDue(long now) => Volatile.Read(ref _nextProbe) <= now;

    /// <summary>It has listed a client, so a missing test entry does not mean that it is dead.</summary>
    public void NoteListing()
    {
        if (!Volatile.Read(ref _hasListed))
        {
            lock (_gate)
            {
                _hasListed = true;
                Show();
            }
        }
    }

    /// <summary>Its answer to an ordinary question shows that nothing it says can be believed.</summary>
    public void Suspend(ZoneHealth health)
    {
        lock (_gate)
        {
            Become(health);
        }
    }

    /// <exception cref="OperationCanceledException">The program ends.</exception>
    public async Task<ZoneHealth> ProbeAsync(IDnsResolver dns, CancellationToken ct)
    {
        var before = _health;
        Volatile.Write(ref _nextProbe, long.MaxValue);
        var found = await ZoneProbe.AskAsync(dns, Name, ct);
        lock (_gate)
        {
            // Silence takes no suspension back; and what an ordinary question showed while we asked is newer.
            var stays = _health.IsSuspended && (found.Condition == ZoneCondition.Silent || before != _health);
            Become(stays ? _health : found);
            return _health;
        }
    }

    private void Become(ZoneHealth health)
    {
        var before = _health;
        ScheduleProbe(health);
        if (before == health)
        {
            return;
        }

        _health = health;
        if (Show())
        {
            LogTrouble(_log, Name, _notice!.Text, _notice.Remedy);
        }
        else if (before.Condition is ZoneCondition.Suspended or ZoneCondition.Silent)
        {
            LogBack(_log, Name);
        }
    }

    private void ScheduleProbe(ZoneHealth health)
    {
        var wait = health.Condition switch
        {
            ZoneCondition.Suspended => s_nextTestWhileSuspended,
            ZoneCondition.Silent => s_nextTestWhileSilent,
            _ => s_nextTest,
        };
        Volatile.Write(ref _nextProbe, _clock.GetTimestamp() + (long)(wait.TotalSeconds * _clock.TimestampFrequency));
    }

    /// <summary>True when there is something to tell.</summary>
    private bool Show()
    {
        _notice = Sentence(_health) is { } text
            ? new Notice($"DNS blocklist {Name}", FormattableString.Invariant($"{text} (Noticed {_clock.GetLocalNow():yyyy-MM-dd HH:mm zzz}.)"), _health.Remedy)
            : null;
        _changed();
        return _notice is not null;
    }

    private string? Sentence(ZoneHealth health) => health.Condition switch
    {
        ZoneCondition.Suspended =>
            $"It is suspended and refuses nobody, because {health.Why}. It is tested every few minutes, and taken back in when it answers as a list should.",
        ZoneCondition.NoTestEntry when !_hasListed => $"It looks dead, because {health.Why}. It is asked all the same.",
        ZoneCondition.Silent => $"It is of no use at the moment, because {health.Why}. It is asked all the same.",
        _ => null,
    };

    [LoggerMessage(230, LogLevel.Warning, "DNS blocklist {Zone}: {Text} {Remedy}")]
    private static partial void LogTrouble(ILogger log, string zone, string text, string remedy);

    [LoggerMessage(231, LogLevel.Information, "DNS blocklist {Zone}: it answers again as a list should.")]
    private static partial void LogBack(ILogger log, string zone);
}
