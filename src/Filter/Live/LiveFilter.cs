using System.Diagnostics.CodeAnalysis;
using System.Net;
using MsLite.Filter.Access;
using MsLite.Mail;

namespace MsLite.Filter.Live;

/// <summary>Which steps and verdicts somebody wants to see, of those that they may see.</summary>
public sealed class LiveFilter
{
    private readonly Caller _caller;
    private readonly IPNetwork? _network;
    private readonly string? _domain;

    private LiveFilter(Caller caller, IPNetwork? network, string? domain) => (_caller, _network, _domain) = (caller, network, domain);

    /// <param name="ip">An address or a prefix such as 192.0.2.0/24; empty for any.</param>
    /// <param name="domain">A recipient's domain; empty for any.</param>
    /// <param name="fault">What is wrong, in a sentence.</param>
    public static bool TryParse(Caller caller, string ip, string domain, [NotNullWhen(true)] out LiveFilter? filter, [NotNullWhen(false)] out string? fault)
    {
        (filter, fault) = (null, null);
        IPNetwork? network = null;
        if (ip.Length > 0 && !ClientNetwork.TryParse(ip.Trim(), out network))
        {
            fault = $"\"{PlainText.Clean(ip)}\" is no address and no prefix: write one such as 192.0.2.7 or 192.0.2.0/24.";
            return false;
        }

        filter = new LiveFilter(caller, network, domain.Length > 0 ? DomainName.ToKey(domain.Trim()) : null);
        return true;
    }

    public bool Passes(LiveStep step) =>
        (_network is null || _network.Value.Contains(step.Client)) && (_domain is null || step.Domains.Contains(_domain)) && step.IsVisibleTo(_caller);

    public bool Passes(Activity activity) =>
        (_network is null || (IPAddress.TryParse(activity.Client, out var client) && _network.Value.Contains(client)))
        && (_domain is null || activity.Domains().Contains(_domain)) && activity.IsVisibleTo(_caller);
}
