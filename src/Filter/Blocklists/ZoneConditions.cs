using MsLite.Filter.Checkups;

namespace MsLite.Filter.Blocklists;

/// <summary>Tells people whether a DNS blocklist can be believed, testing it if nobody has yet.</summary>
public sealed class ZoneConditions
{
    private readonly BlocklistWatch _watch;

    internal ZoneConditions(BlocklistWatch watch) => _watch = watch;

    /// <param name="zone">In lower case, no final dot.</param>
    /// <exception cref="OperationCanceledException">Whoever asked has left.</exception>
    public async Task<CheckupFinding> OfAsync(string zone, CancellationToken ct)
    {
        var watched = _watch.Use(zone);
        await watched.FirstProbe.WaitAsync(ct);
        var health = watched.Health;
        return health.Condition switch
        {
            ZoneCondition.Well => CheckupFinding.Good(zone, "It answers as a list should."),
            ZoneCondition.Suspended => CheckupFinding.Bad(zone, $"It is suspended and refuses nobody, because {health.Why}.", health.Remedy),
            ZoneCondition.NoTestEntry => CheckupFinding.Look(zone, $"It looks dead, because {health.Why}.", health.Remedy),
            _ => CheckupFinding.Look(zone, "Its name servers do not answer.", ZoneHealth.Silent.Remedy),
        };
    }
}
