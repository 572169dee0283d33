using MsLite.Mail.Dns;

namespace MsLite.Filter.Checkups;

/// <summary>Whether DNS answers, by a name that has been there since 1993 and that only a real resolver finds.</summary>
internal sealed class ResolverPart(IDnsResolver dns, CurrentOptions options, TimeProvider clock) : ICheckupPart
{
    private const string Name = "a.root-servers.net";

    public string Subject => "Resolver";

    public async Task<IReadOnlyList<CheckupFinding>> LookAsync(IReadOnlyList<string> domains, CancellationToken ct)
    {
        var servers = string.Join(", ", NameServers.Of(options.Value.Dns));
        var start = clock.GetTimestamp();
        var answer = await dns.QueryAsync(Name, DnsType.A, ct);
        var ms = clock.GetElapsedTime(start).TotalMilliseconds;
        return [answer.Status switch
        {
            DnsStatus.Found => CheckupFinding.Good(Subject, FormattableString.Invariant($"{servers} answers ({ms:0} ms).")),
            DnsStatus.TemporaryFailure => CheckupFinding.Bad(
                Subject, $"{servers} does not answer, so SPF, DKIM, DMARC, blocklists and reverse names say nothing.", "Let this machine run a resolver (such as unbound) and name it in MsLite:Dns:Servers."),
            _ => CheckupFinding.Look(
                Subject, $"{servers} answers, but does not know {Name}, which every resolver finds.", "It may only know names of its own. Name a full resolver in MsLite:Dns:Servers."),
        }];
    }
}
