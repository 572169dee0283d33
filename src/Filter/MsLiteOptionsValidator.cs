using System.Net;
using MsLite.Filter.Delivery;
using MsLite.Filter.Scanners;

namespace MsLite.Filter;

/// <summary>
/// Looks at all options together and gives every fault at once, each a sentence that says what is wrong, where, and what to do.
/// It looks at values only; whether directories can be written is tried when the program starts.
/// </summary>
public static class MsLiteOptionsValidator
{
    // Enough for a message that is nothing but its header; below it no mail would pass.
    private const long SmallestMessageSize = 1_000;

    public static IReadOnlyList<string> Validate(MsLiteOptions options)
    {
        var faults = new List<string>();
        Roots(options, faults);
        Hostname(options.Hostname, faults);
        Smtp(options.Smtp, faults);
        NextHops(options.Delivery, faults);
        DnsServers(options.Dns.Servers, faults);
        Http(options.Http, faults);
        Scanner(ScannerKind.Clamav, options.Clamav, faults);
        Scanner(ScannerKind.Rspamd, options.Rspamd, faults);
        Scanner(ScannerKind.Spamassassin, options.Spamassassin, faults);
        AtLeast("Journal:Days", options.Journal.Days, 0, "days", faults);
        AtLeast("Quarantine:Days", options.Quarantine.Days, 1, "day", faults);
        AtLeast("Journal:MaxRows", options.Journal.MaxRows, 1, "row", faults);
        Database(options.Database, faults);
        Telling(options, faults);
        return faults;
    }

    private static void Telling(MsLiteOptions options, List<string> faults)
    {
        if (options.Log.Format is not (LogOptions.Text or LogOptions.Json))
        {
            faults.Add($"MsLite:Log:Format is \"{options.Log.Format}\": write text, for people, or json, for programs.");
        }

        var endpoint = options.Otlp.Endpoint;
        if (endpoint.Length > 0 && !(Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"))
        {
            faults.Add($"MsLite:Otlp:Endpoint is \"{endpoint}\", which is no address of a collector: write one such as http://127.0.0.1:4318.");
        }
    }

    // A directory inside the policy tree would be a domain, one inside the archive a day.
    private static void Roots(MsLiteOptions options, List<string> faults)
    {
        (string Key, string Value)[] roots =
            [("SrvRoot", options.SrvRoot), ("SpamRoot", options.SpamRoot), ("StateRoot", options.StateRoot)];
        foreach (var (outerKey, outer) in roots[..2])
        {
            foreach (var (key, value) in roots.Where(root => root.Key != outerKey && IsWithin(root.Value, outer)))
            {
                faults.Add($"MsLite:{key} (\"{value}\") lies in MsLite:{outerKey} (\"{outer}\"): give each a directory of its own.");
            }
        }
    }

    private static bool IsWithin(string inner, string outer)
    {
        var relative = Path.GetRelativePath(outer, inner);
        return relative == "." || (!Path.IsPathRooted(relative) && relative.Split('/')[0] != "..");
    }

    private static void Hostname(string name, List<string> faults)
    {
        if (name.Length > 0 && (name.Length > 255 || name.StartsWith('.') || name.EndsWith('.')
            || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.')))
        {
            faults.Add($"MsLite:Hostname is \"{name}\", which is no host name: write one such as mx.example.com, or leave it out for the machine's.");
        }
    }

    private static void Smtp(SmtpOptions smtp, List<string> faults)
    {
        foreach (var text in smtp.Listen.Where(text => !ListenAddress.TryParse(text, out _)))
        {
            faults.Add($"MsLite:Smtp:Listen holds \"{text}\", which is no address with a port: write an IP address such as 0.0.0.0:2525, [::]:2525, or :2525 for every address; host names are not looked up.");
        }

        if (smtp.Listen.Length == 0)
        {
            faults.Add("MsLite:Smtp:Listen is empty: name at least one address, such as 0.0.0.0:2525.");
        }

        AtLeast("Smtp:MaxMessageSize", smtp.MaxMessageSize, SmallestMessageSize, "bytes", faults);
        AtLeast("Smtp:MaxConnections", smtp.MaxConnections, 1, "connections", faults);
        AtLeast("Smtp:MaxConnectionsPerClient", smtp.MaxConnectionsPerClient, 1, "connections", faults);
        Networks("Smtp:TrustedProxies", smtp.TrustedProxies, faults);
        Networks("Smtp:RelayClients", smtp.RelayClients, faults);
    }

    private static void AtLeast(string key, long value, long least, string unit, List<string> faults)
    {
        if (value < least)
        {
            faults.Add($"MsLite:{key} is {value}: it must be at least {least} {unit}.");
        }
    }

    private static void Networks(string key, IEnumerable<string> texts, List<string> faults)
    {
        foreach (var text in texts.Where(text => !ClientNetwork.TryParse(text, out _)))
        {
            faults.Add($"MsLite:{key} holds \"{text}\", which is no address and no prefix: write 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32; host names are not looked up.");
        }
    }

    private static void NextHops(string text, List<string> faults)
    {
        if (!NextHop.TryParse(text, out _, out var error))
        {
            faults.Add($"MsLite:Delivery is \"{text}\": {error}");
        }
    }

    private static void DnsServers(IEnumerable<string> servers, List<string> faults)
    {
        foreach (var text in servers.Where(text => !IPEndPoint.TryParse(text, out _)))
        {
            faults.Add($"MsLite:Dns:Servers holds \"{text}\", which is no address: write 192.0.2.53, 127.0.0.1:5353 or [::1]:5353.");
        }
    }

    private static void Http(HttpOptions http, List<string> faults)
    {
        foreach (var text in http.Listen.Where(text => !HttpAddress.TryParse(text, out _)))
        {
            faults.Add($"MsLite:Http:Listen holds \"{text}\", which is no address the panel can have: write http:// or https:// with an IP address and a port, such as http://127.0.0.1:8080 or https://0.0.0.0:8443.");
        }

        Networks("Http:TrustedProxies", http.TrustedProxies, faults);
    }

    private static void Scanner(ScannerKind kind, ScannerOptions scanner, List<string> faults)
    {
        if (!scanner.Server.Equals(ScannerKind.None, StringComparison.OrdinalIgnoreCase) && !kind.TryParse(scanner.Server, out _, out var fault))
        {
            faults.Add($"MsLite:{kind.OptionKey} is \"{scanner.Server}\". {fault}");
        }
    }

    private static void Database(string text, List<string> faults)
    {
        if (text != "sqlite" && !text.Contains("Host=", StringComparison.OrdinalIgnoreCase))
        {
            faults.Add("MsLite:Database is neither \"sqlite\" nor a PostgreSQL connection string: write sqlite, or Host=…;Database=…;Username=….");
        }
    }
}
