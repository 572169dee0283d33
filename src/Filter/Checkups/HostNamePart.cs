using System.Net;
using MsLite.Mail.Dns;

namespace MsLite.Filter.Checkups;

/// <summary>Whether our own name leads to an address, and that address back to the name: next hops and strangers look.</summary>
internal sealed class HostNamePart(MsLiteOptions options, IDnsResolver dns) : ICheckupPart
{
    public string Subject => "Name and PTR";

    public async Task<IReadOnlyList<CheckupFinding>> LookAsync(IReadOnlyList<string> domains, CancellationToken ct)
    {
        var name = options.Hostname;
        if (!name.Contains('.', StringComparison.Ordinal))
        {
            return [CheckupFinding.Bad("Name", $"This server greets as \"{PlainText.Clean(name)}\", which is no full name.", "Set MsLite:Hostname to a name such as mx.example.com that DNS knows.")];
        }

        var (four, six) = (await dns.QueryAsync(name, DnsType.A, ct), await dns.QueryAsync(name, DnsType.Aaaa, ct));
        var addresses = four.Addresses.Concat(six.Addresses).ToList();
        if (addresses.Count == 0)
        {
            return [four.Status == DnsStatus.TemporaryFailure
                ? CheckupFinding.Look("Name", $"DNS does not say at the moment whether {name} has an address.", "Look at the resolver first; see below.")
                : CheckupFinding.Bad("Name", $"{name} has no address in DNS, so no MX record can lead to it.", $"Where the DNS of this name is kept, write: {name}. A (your public address).")];
        }

        return [
            CheckupFinding.Good("Name", $"{name} is {string.Join(", ", addresses)}."),
            .. await Task.WhenAll(addresses.Select(address => PointerAsync(name, address, ct)))];
    }

    private async Task<CheckupFinding> PointerAsync(string name, IPAddress address, CancellationToken ct)
    {
        var subject = $"PTR of {address}";
        var fix = $"Ask whoever gave you the address (your provider) to set its reverse name to {name}. It matters where released mail or the next hop goes over the Internet.";
        var answer = await dns.ReverseAsync(address, ct);
        var names = answer.Names.ToList();
        return answer.Status == DnsStatus.TemporaryFailure ? CheckupFinding.Look(subject, "DNS does not say at the moment.", "Look at the resolver first; see below.")
            : names.Count == 0 ? CheckupFinding.Look(subject, "It has no reverse name.", fix)
            : names.Contains(name.ToLowerInvariant()) ? CheckupFinding.Good(subject, $"It leads back to {name}.")
            : CheckupFinding.Look(subject, $"It leads to {PlainText.Clean(string.Join(", ", names.Take(3)))}, and not back to {name}.", fix);
    }
}
