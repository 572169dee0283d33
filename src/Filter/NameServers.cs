using System.Net;
using MsLite.Mail.Dns;

namespace MsLite.Filter;

/// <summary>Which name servers are asked: those of the option <c>Dns:Servers</c>, else those of this machine.</summary>
internal static class NameServers
{
    private const string ResolvConf = "/etc/resolv.conf";

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
