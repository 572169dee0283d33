using MsLite.Mail.Auth.Arc;
using MsLite.Mail.Auth.Dkim;
using MsLite.Mail.Auth.Dmarc;
using MsLite.Mail.Auth.Spf;
using MsLite.Mail.Dns;

namespace MsLite.Filter.Auth;

/// <summary>Who finds out what mail authentication says; shared by all messages.</summary>
/// <param name="hostname">Our name, for the macro <c>%{r}</c> of SPF explanations (RFC 7208 §7.3).</param>
internal sealed class Authenticators(IDnsResolver dns, TimeProvider clock, string hostname)
{
    public string Hostname => hostname;

    public SpfEvaluator Spf { get; } = new(dns, clock);

    public DkimVerifier Dkim { get; } = new(dns, clock);

    public ArcValidator Arc { get; } = new(dns);

    public DmarcEvaluator Dmarc { get; } = new(dns);
}
