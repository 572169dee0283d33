using System.Net.Sockets;
using MsLite.Mail.Dns;

namespace MsLite.Mail.Auth.Spf;

/// <summary>Answers whether a client may send for a domain (RFC 7208). Safe for any number of questions at a time.</summary>
public sealed class SpfEvaluator(IDnsResolver dns, TimeProvider clock)
{
    /// <summary>check_host() of RFC 7208 §4. Never fails: what goes wrong is temperror or permerror. Throws only when cancelled.</summary>
    public async ValueTask<SpfResult> CheckHostAsync(SpfQuestion question, CancellationToken ct = default)
    {
        var client = question.Client.IsIPv4MappedToIPv6 ? question.Client.MapToIPv4() : question.Client;
        if (client.AddressFamily is not (AddressFamily.InterNetwork or AddressFamily.InterNetworkV6))
        {
            return new SpfResult { Result = AuthResult.None, Domain = question.Domain };
        }

        var check = new SpfCheck(dns, question with { Client = client }, clock.GetUtcNow());
        var domain = DomainName.ToKey(question.Domain);
        var outcome = await check.CheckAsync(domain, ct);
        return new SpfResult
        {
            Result = outcome.Result,
            Domain = domain,
            Mechanism = outcome.Mechanism,
            Problem = outcome.Problem,
            // RFC 7208 §6.2: asked for only when the result is a fail.
            Explanation = outcome.Result == AuthResult.Fail ? await check.ExplainAsync(outcome, ct) : null,
            Sources = check.Sources,
        };
    }
}
