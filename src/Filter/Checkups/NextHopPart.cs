namespace MsLite.Filter.Checkups;

/// <summary>Whether the next hops of the domains would take mail.</summary>
internal sealed class NextHopPart(NextHops nextHops, DomainTrial trial, CurrentOptions current) : ICheckupPart
{
    private const int MostNextHops = 5;

    public string Subject => "Next hop";

    public async Task<IReadOnlyList<CheckupFinding>> LookAsync(IReadOnlyList<string> domains, CancellationToken ct)
    {
        var options = current.Value;
        var different = domains.DistinctBy(domain => nextHops.TextFor(domain, options)).Take(MostNextHops).ToList();
        var findings = await Task.WhenAll(different.Select(async domain => (
            Domain: domain, Findings: await trial.RunAsync(domain, nextHops.TextFor(domain, options), isAdministrator: true, ct))));
        return [.. findings.SelectMany(found => found.Findings.Select(finding => finding with { Subject = $"{finding.Subject} ({found.Domain})" }))];
    }
}
