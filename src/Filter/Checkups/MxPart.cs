using System.Net;
using MsLite.Mail.Dns;

namespace MsLite.Filter.Checkups;

/// <summary>Whether the world's mail for a domain comes to this host: its MX records (RFC 5321 §5.1).</summary>
internal sealed class MxPart(MsLiteOptions options, IDnsResolver dns) : ICheckupPart
{
    private const int MostShown = 5;

    public string Subject => "MX";

    public async Task<IReadOnlyList<CheckupFinding>> LookAsync(IReadOnlyList<string> domains, CancellationToken ct)
    {
        var own = await AddressesAsync(options.Hostname, ct);
        return domains.Count == 0
            ? [CheckupFinding.Look("MX", "No domain is hosted yet, so there is nothing to look up.", "Add a domain first.")]
            : await Task.WhenAll(domains.Select(domain => LookAsync(domain, own, ct)));
    }

    private async Task<CheckupFinding> LookAsync(string domain, IReadOnlySet<IPAddress> own, CancellationToken ct)
    {
        var subject = $"MX of {domain}";
        var fix = $"Where the DNS of {domain} is kept, write: {domain}. MX 10 {options.Hostname}.";
        var answer = await dns.QueryAsync(domain, DnsType.Mx, ct);
        if (answer.Status == DnsStatus.TemporaryFailure)
        {
            return CheckupFinding.Look(subject, "DNS does not say at the moment.", "Look at the resolver first; see below.");
        }

        var names = answer.Exchangers.Select(record => record.Exchange).ToList();
        if (names.Count == 0)
        {
            return CheckupFinding.Bad(subject, "There is no MX record, so nobody's mail comes here.", fix);
        }

        var shown = PlainText.Clean(string.Join(", ", names.Take(MostShown)));
        return await LeadsHereAsync(names, own, ct)
            ? CheckupFinding.Good(subject, $"Its mail comes here: {shown}.")
            : CheckupFinding.Look(subject, $"Its mail goes to {shown}, and not to {options.Hostname}.", $"{fix} When another host passes the mail on to this one, all is well as it is.");
    }

    private async Task<bool> LeadsHereAsync(List<string> names, IReadOnlySet<IPAddress> own, CancellationToken ct)
    {
        foreach (var name in names.Take(MostShown))
        {
            if (string.Equals(name, options.Hostname, StringComparison.OrdinalIgnoreCase) || own.Overlaps(await AddressesAsync(name, ct)))
            {
                return true;
            }
        }

        return false;
    }

    private async Task<IReadOnlySet<IPAddress>> AddressesAsync(string name, CancellationToken ct)
    {
        var (four, six) = (await dns.QueryAsync(name, DnsType.A, ct), await dns.QueryAsync(name, DnsType.Aaaa, ct));
        return four.Addresses.Concat(six.Addresses).ToHashSet();
    }
}
