using System.Net;
using MsLite.Mail;
using MsLite.Mail.Dns;
using MsLite.Smtp;

namespace MsLite.Filter;

/// <summary>What is known about the client's reverse name: the name, that there is none, or nothing because DNS did not say.</summary>
/// <param name="Name">Null when there is none, or none is known.</param>
/// <param name="IsKnown">False when DNS did not say; then nobody may be refused for the lack of a name.</param>
public sealed record ClientName(string? Name, bool IsKnown)
{
    public static readonly ClientName NotKnown = new(null, IsKnown: false);
    public static readonly ClientName None = new(null, IsKnown: true);

    public static ClientName Of(string name) => new(name, IsKnown: true);

    /// <summary>What a trusted proxy has said by XCLIENT; null when DNS has to be asked.</summary>
    public static ClientName? Given(SmtpClientHost client) =>
        client.GivenName is { Length: > 0 } name ? Of(DomainName.ToKey(name)) : client.GivenNameUnavailable ? None : null;

    /// <summary>Asks DNS for the PTR record (RFC 1035 §3.5). Several names: the first by alphabet, so that the answer does not change from message to message.</summary>
    public static async Task<ClientName> FindAsync(IDnsResolver dns, IPAddress address, CancellationToken ct)
    {
        var answer = await dns.ReverseAsync(address, ct);
        return answer.Status == DnsStatus.TemporaryFailure ? NotKnown
            // The root is the name of no host.
            : answer.Names.Where(name => name.Length > 0).Min(StringComparer.Ordinal) is { } name ? Of(name)
            : None;
    }
}
