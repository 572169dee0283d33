using System.Net;
using MsLite.Mail.Dns;

namespace MsLite.Filter;

/// <summary>Which name servers are asked: those of the option <c>Dns:Servers</c>, else those of this machine.</summary>
internal static class NameServers
{
    private const string ResolvConf = "/etc/resolv.conf";

    /// <summary>Asks those of the options in force, whichever these are.</summary>
    public static DnsResolver Resolver(CurrentOptions current, TimeProvider clock)
    {
        var resolver = new DnsResolver(new DnsResolverSettings { Servers = Of(current.Value.Dns) }, clock);
        current.OnChange((before, now) =>
        {
            if (!before.Dns.Servers.SequenceEqual(now.Dns.Servers, StringComparer.Ordinal))
            {
                resolver.Ask(Of(now.Dns));
            }
        });
        return resolver;
    }

    public static IReadOnlyList<IPEndPoint> Of(DnsOptions options)
    {
        var named = new List<IPEndPoint>();
        foreach (var text in options.Servers)
        {
            if (DnsServers.TryParse(text, out var server))
            {
                named.Add(server);
            }
        }

        return named.Count > 0 ? named : DnsServers.FromResolvConf(File.Exists(ResolvConf) ? File.ReadAllText(ResolvConf) : "");
    }
}
