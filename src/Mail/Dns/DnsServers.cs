using System.Net;

namespace MsLite.Mail.Dns;

/// <summary>Reads the addresses of name servers.</summary>
public static class DnsServers
{
    private const int Port = 53;

    // resolv.conf(5): MAXNS
    private const int MaxServers = 3;

    /// <summary>The servers of a resolv.conf, in order; without any, the one on this machine (resolv.conf(5)).</summary>
    public static IReadOnlyList<IPEndPoint> FromResolvConf(string text)
    {
        var servers = new List<IPEndPoint>();
        foreach (var line in text.Split('\n'))
        {
            var words = line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words is ["nameserver", var address, ..] && IPAddress.TryParse(address, out var server) && servers.Count < MaxServers)
            {
                servers.Add(new IPEndPoint(server, Port));
            }
        }

        return servers.Count > 0 ? servers : [new IPEndPoint(IPAddress.Loopback, Port)];
    }

    /// <summary>"192.0.2.53", "127.0.0.1:5353" or "[::1]:5353"; false for anything else.</summary>
    public static bool TryParse(string text, out IPEndPoint server)
    {
        // IPEndPoint leaves the port 0 where there is none.
        if (!IPEndPoint.TryParse(text.Trim(), out server!))
        {
            return false;
        }

        server.Port = server.Port == 0 ? Port : server.Port;
        return true;
    }
}
