using System.Diagnostics.CodeAnalysis;

namespace MsLite.Mail.Tests.Auth.Interop;

/// <summary>
/// Makes zones full of SPF records, and questions about them; the same from the same seed. Left out is where pyspf differs from
/// RFC 7208: it takes "%{o0}" (§7.3), refuses an unknown modifier given twice (§6) and a record that includes itself before it
/// gets there, and counts each exchanger without address as void (§4.6.4).
/// </summary>
[SuppressMessage("Security", "CA5394", Justification = "Test data, to be repeated from its seed.")]
internal sealed class SpfGenerator(int seed)
{
    private static readonly string[] s_clients = ["192.0.2.1", "192.0.2.77", "198.51.100.9", "2001:db8::1", "2001:db8:1::77"];
    private static readonly string[] s_networks =
        ["ip4:192.0.2.0/24", "ip4:192.0.2.1", "ip4:192.0.2.64/26", "ip4:198.51.100.0/28", "ip4:0.0.0.0/0", "ip6:2001:db8::/32", "ip6:2001:db8::1", "ip6:2001:db8:1::/49"];
    private static readonly string[] s_specs = ["", ":h0.test", ":h1.test", ":h2.test", ":void.test", ":%{d}", ":%{l}.users.test", ":%{ir}.%{v}.rev.test", ":%{d1r}.test"];
    private static readonly string[] s_prefixes = ["", "", "", "", "", "/24", "/24", "/26", "/26", "//32", "//48", "/28//64", "/28//64", "/0", "/33"];
    private static readonly string[] s_broken = ["a:", "mx:1.2.3.4", "ip4:1.2.3", "ip6:zz", "exists", "include:", "all:x", "nonsense", "%", "a:b", "moo=%%x", "ip4:1.2.3.4/99"];
    private static readonly string[] s_locals = ["ann", "bob", "a-b", "x.y"];

    private readonly Random _random = new(seed);

    /// <param name="Zone">Name to type to values; "FAIL" in place of values means no answer.</param>
    public sealed record Question(Dictionary<string, Dictionary<string, object>> Zone, string Ip, string Sender, string Helo);

    public Question Next()
    {
        var zone = new Dictionary<string, Dictionary<string, object>>();
        for (var i = 0; i < 3; i++)
        {
            Set(zone, $"h{i}.test", "A", Addresses(s_clients[..3]));
            Set(zone, $"h{i}.test", "AAAA", Addresses(s_clients[3..]));
        }

        for (var i = 0; i < 5; i++)
        {
            Domain(zone, $"d{i}.test");
        }

        Set(zone, "mute.test", "TXT", "FAIL");
        Set(zone, "mute.test", "A", "FAIL");
        Set(zone, "mute.test", "AAAA", "FAIL");
        Set(zone, "mute.test", "MX", "FAIL");
        Set(zone, "ann.users.test", "A", new[] { "127.0.0.1" });
        Set(zone, "1.2.0.192.in-addr.rev.test", "A", new[] { "127.0.0.1" });
        Set(zone, "1.2.0.192.in-addr.arpa", "PTR", new[] { "h0.test", "mail.d0.test" });
        Set(zone, "mail.d0.test", "A", new[] { "192.0.2.1" });
        Set(zone, "77.2.0.192.in-addr.arpa", "PTR", new[] { "h1.test" });
        return new Question(zone, Pick(s_clients), $"{Pick(s_locals)}@d{_random.Next(5)}.test", "helo.test");
    }

    private void Domain(Dictionary<string, Dictionary<string, object>> zone, string name)
    {
        Set(zone, name, "A", Addresses(s_clients[..3]));
        Set(zone, name, "AAAA", Addresses(s_clients[3..]));
        Set(zone, name, "MX", Enumerable.Range(0, _random.Next(1, 4)).Select(i => $"{i} h{i}.test").ToArray());
        var records = _random.Next(20) switch { 0 => 0, 1 => 2, _ => 1 };
        Set(zone, name, "TXT", Enumerable.Range(0, records).Select(_ => Record(name)).Append("other text").ToArray());
    }

    private string Record(string name)
    {
        var terms = Enumerable.Range(0, _random.Next(6)).Select(at => Term(at, name)).ToList();
        terms.Add(_random.Next(6) switch { 0 => "", 1 => $"redirect={Other(name)}", 2 => "+all", 3 => "~all", 4 => "?all", _ => "-all" });
        return "v=spf1 " + string.Join(' ', terms);
    }

    private string Term(int at, string name) => _random.Next(60) switch
    {
        0 => Pick(s_broken),
        < 15 => Qualifier() + Pick(s_networks),
        < 27 => Qualifier() + "a" + Pick(s_specs) + Pick(s_prefixes),
        < 35 => Qualifier() + "mx" + Pick(["", ":d0.test", ":d1.test", ":mute.test"]) + Pick(s_prefixes),
        < 41 => Qualifier() + "exists:" + Pick(["h0.test", "void.test", "%{l}.users.test", "%{ir}.%{v}.rev.test", "%{l1r-}.users.test"]),
        < 46 => Qualifier() + "ptr" + Pick(["", ":d0.test", ":test"]),
        46 => $"x-moo{at}=%{{d}}",
        47 => Qualifier() + "include:mute.test",
        _ => Qualifier() + "include:" + Other(name),
    };

    // Mostly another of the five, sometimes one that does not exist.
    private string Other(string name) => Pick(["d0.test", "d1.test", "d2.test", "d3.test", "d4.test", "none.test"]) is var other && other != name ? other : "h0.test";

    private string Qualifier() => Pick(["", "", "", "+", "-", "~", "?"]);

    private string[] Addresses(string[] from) => [Pick(from), Pick(from)];

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    private static void Set(Dictionary<string, Dictionary<string, object>> zone, string name, string type, object values)
    {
        zone.TryAdd(name, []);
        zone[name][type] = values;
    }
}
