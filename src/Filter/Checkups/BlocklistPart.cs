using MsLite.Filter.Blocklists;
using MsLite.Filter.Policy;

namespace MsLite.Filter.Checkups;

/// <summary>Whether the DNS blocklists in use answer as lists should: the test entries of RFC 5782 §5.</summary>
internal sealed class BlocklistPart(SrvTree tree, ZoneConditions zones) : ICheckupPart
{
    public string Subject => "DNS blocklists";

    public async Task<IReadOnlyList<CheckupFinding>> LookAsync(IReadOnlyList<string> domains, CancellationToken ct)
    {
        var names = domains.SelectMany(domain => ZoneList.Parse(tree.FindDomain(domain)?.FindZones()?.Body.Text ?? "")).Select(zone => zone.Name).Distinct().ToList();
        return names.Count == 0
            ? [CheckupFinding.Good(Subject, "None is in use.")]
            : await Task.WhenAll(names.Select(name => zones.OfAsync(name, ct)));
    }
}
