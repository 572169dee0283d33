using System.Net;
using System.Net.Sockets;
using MsLite.Filter;
using MsLite.Web.Commands;

namespace MsLite.Web.Start;

/// <summary>What the program says once it is ready: where it listens, the set-up link, and what to type next while nothing is hosted.</summary>
internal static class Banner
{
    public static string Text(MsLiteOptions options, Listeners listeners, SetupLink link)
    {
        var lines = new List<string>
        {
            $"MsLite.Web {UsageText.Version} on {options.Hostname}",
            $"SMTP    {string.Join(", ", listeners.Smtp)}",
        };
        var panel = listeners.Http.Count == 0 ? null : $"http://{listeners.Http[0]}";
        if (panel is not null)
        {
            lines.Add($"Panel   {panel}/");
            lines.Add($"Set-up  {panel}{link.Path} (opens once)");
        }

        lines.Add($"Policy  {Path.GetFullPath(options.SrvRoot)}");
        lines.Add($"Archive {Path.GetFullPath(options.SpamRoot)}");
        if (!HostsAnything(options.SrvRoot))
        {
            lines.AddRange(FirstSteps(options, listeners.Smtp[0]));
        }

        return string.Join('\n', lines);
    }

    /// <summary>The same two lines the panel shows while it is empty.</summary>
    private static IEnumerable<string> FirstSteps(MsLiteOptions options, IPEndPoint smtp)
    {
        var valid = Path.Combine(options.SrvRoot, "example.com", "users", "valid");
        return
        [
            "",
            "No domain is hosted yet, so all mail is refused. Host one and accept one address in it:",
            $"  mkdir -p {valid} && touch {valid}/you",
            $"  swaks --to you@example.com --server {Reachable(smtp)}",
        ];
    }

    private static IPEndPoint Reachable(IPEndPoint smtp) =>
        smtp.Address.Equals(IPAddress.Any) || smtp.Address.Equals(IPAddress.IPv6Any)
            ? new IPEndPoint(smtp.AddressFamily == AddressFamily.InterNetwork ? IPAddress.Loopback : IPAddress.IPv6Loopback, smtp.Port)
            : smtp;

    private static bool HostsAnything(string srvRoot) =>
        Directory.Exists(srvRoot) && Directory.EnumerateDirectories(srvRoot).Any(path => Path.GetFileName(path) is var name && name != "_global_" && !name.StartsWith('.'));
}
