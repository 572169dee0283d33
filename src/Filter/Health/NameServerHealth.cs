using MsLite.Mail.Dns;

namespace MsLite.Filter.Health;

/// <summary>Whether the name servers answer, on which lists, SPF, DKIM and DMARC rest.</summary>
internal sealed class NameServerHealth(IDnsResolver resolver) : IHealthSource
{
    public IReadOnlyList<HealthItem> Health => resolver is DnsResolver { Servers: var servers } ? [.. servers.Select(Item)] : [];

    private static HealthItem Item(DnsServerState server) => server switch
    {
        { Failures: > 0 } => new HealthItem(
            $"Name server {server.Address}", HealthState.Bad, $"It gave no answer to the last {server.Failures} attempts; what asks DNS abstains without one."),
        { HasAnswered: false } => new HealthItem($"Name server {server.Address}", HealthState.Unknown, "It was not asked since the program started."),
        _ => new HealthItem($"Name server {server.Address}", HealthState.Good, "It answers."),
    };
}
