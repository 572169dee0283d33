using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MsLite.Mail.Dns;

namespace MsLite.Harness.Script;

/// <summary>The lines of a script that say what DNS knows. An address in place of a name stands for its reverse name.</summary>
internal static class GivenDnsParser
{
    private const string Forms = "given dns silent · NAME none · NAME fails · NAME silent · NAME answers after N ms · NAME TYPE fails · NAME TYPE DATA";

    public static GivenDns Parse(int number, string line, IReadOnlyList<string> words) =>
        new(number, line, words.Count == 3 && words[2] == "silent" ? server => server.Silent = true : OfName(NameOf(words[2]), [.. words.Skip(3)]));

    private static Action<NameServer> OfName(string name, string[] words) => words switch
    {
        ["none"] => server => server.Forget(name),
        ["fails"] => server => server.Data.Fail(name),
        ["silent"] => server => server.Delay(name, Timeout.InfiniteTimeSpan),
        ["answers", "after", var count, "ms"] when int.Parse(count, NumberStyles.None, CultureInfo.InvariantCulture) is var delay =>
            server => server.Delay(name, TimeSpan.FromMilliseconds(delay)),
        [var type, "fails"] when TypeOf(type) is var failing => server => server.Data.Fail(name, failing),
        [var type, .. { Length: > 0 } data] when TypeOf(type) is var there => Record(name, there, string.Join(' ', data)),
        _ => throw new FormatException($"DNS is told so: {Forms}."),
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
