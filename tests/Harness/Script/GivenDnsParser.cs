using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MsLite.Mail.Dns;

namespace MsLite.Harness.Script;

/// <summary>The lines of a script that say what DNS knows. An address in place of a name stands for its reverse name.</summary>
internal static class GivenDnsParser
{
    private const string Forms = "given dns silent · NAME none · NAME fails · NAME silent · NAME answers after N ms · NAME TYPE fails · NAME TYPE DATA";

    public static GivenDns Parse(int number, string line, IReadOnlyList<string> words) => words switch
    {
        [_, _, "silent"] => new(number, line, server => server.Silent = true, IsFault: true),
        [_, _, var name, "none"] => new(number, line, server => server.Forget(NameOf(name)), IsFault: false),
        [_, _, var name, ..] when Fault(NameOf(name), [.. words.Skip(3)]) is { } fault => new(number, line, fault, IsFault: true),
        [_, _, var name, var type, _, ..] => new(number, line, Record(NameOf(name), TypeOf(type), string.Join(' ', words.Skip(4))), IsFault: false),
        _ => throw new FormatException($"DNS is told so: {Forms}."),
    };

    private static Action<NameServer>? Fault(string name, string[] words) => words switch
    {
        ["fails"] => server => server.Data.Fail(name),
        [var type, "fails"] when TypeOf(type) is var failing => server => server.Data.Fail(name, failing),
        ["silent"] => server => server.Delay(name, Timeout.InfiniteTimeSpan),
        ["answers", "after", var count, "ms"] when int.Parse(count, NumberStyles.None, CultureInfo.InvariantCulture) is var delay =>
            server => server.Delay(name, TimeSpan.FromMilliseconds(delay)),
        _ => null,
    };

    private static Action<NameServer> Record(string name, DnsType type, string data)
    {
        // Read once now, so that a mistake is told with its line.
        new FakeDns().Add(name, type, data);
        return server => server.Data.Add(name, type, data);
    }

    private static DnsType TypeOf(string word) => word switch
    {
        "A" => DnsType.A,
        "AAAA" => DnsType.Aaaa,
        "PTR" => DnsType.Ptr,
        "MX" => DnsType.Mx,
        "TXT" => DnsType.Txt,
        "CNAME" => DnsType.Cname,
        _ => throw new FormatException($"A record is an A, AAAA, PTR, MX, TXT or CNAME, not {word}. {Forms}."),
    };

    private static string NameOf(string word) =>
        IPAddress.TryParse(word, out var address) && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == word)
            ? ReverseName.ForPtr(address)
            : word;
}
