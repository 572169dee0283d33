using System.Net;
using System.Net.Sockets;

namespace MsLite.Filter;

/// <summary>What a newcomer types next while no domain is hosted; the program's start and the panel say the same.</summary>
/// <param name="Host">Hosts a domain and accepts one address in it.</param>
/// <param name="Send">Sends it a first message.</param>
public sealed record FirstSteps(string Host, string Send)
{
    /// <param name="srvRoot">As the reader can type it.</param>
    /// <param name="listen">Where we take mail.</param>
    public static FirstSteps For(string srvRoot, string listen)
    {
        var valid = Quoted(Path.Combine(srvRoot, "example.com", "users", "valid"));
        return new FirstSteps($"mkdir -p {valid} && touch {valid}/you", $"swaks --to you@example.com --server {Reachable(listen)}");
    }

    /// <summary>A directory that can be a hosted domain stands under the policy tree.</summary>
    public static bool AreDone(string srvRoot) =>
        Directory.Exists(srvRoot)
        && Directory.EnumerateDirectories(srvRoot).Any(path => Path.GetFileName(path) is not "_global_" and not ['.', ..]);

    // Every address includes loopback, and that is where the newcomer sits.
    private static string Reachable(string listen)
    {
        if (!ListenAddress.TryParse(listen, out var address))
        {
            return listen;
        }

        var any = address.Address is null || address.Address.Equals(IPAddress.Any) || address.Address.Equals(IPAddress.IPv6Any);
        var six = address.Address?.AddressFamily == AddressFamily.InterNetworkV6;
        return any ? new IPEndPoint(six ? IPAddress.IPv6Loopback : IPAddress.Loopback, address.Port).ToString() : address.ToString();
    }

    private static string Quoted(string path) =>
        path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_') ? path : $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
