using System.Net;
using System.Text;
using System.Text.Json;
using MsLite.Harness;
using MsLite.Mail.Auth;
using MsLite.Mail.Auth.Arc;
using MsLite.Mail.Auth.Dkim;
using MsLite.Mail.Auth.Dmarc;
using MsLite.Mail.Auth.Spf;
using MsLite.Mail.Dns;
using MsLite.Mail.Mime;
using Xunit.Abstractions;

namespace MsLite.Mail.Tests.Auth;

/// <summary>Whole messages through SPF, DKIM, DMARC and ARC, compared with the symbols that rspamd's functional tests expect.</summary>
public sealed class RspamdSuiteTests(ITestOutputHelper output)
{
    // Where we mean to differ.
    private static readonly Dictionary<string, string> s_exceptions = new()
    {
        ["DMARC SUBDOMAIN PASS SPF RELAXED ALIGNMENT"] = "RFC 9989 §4.10.2: mom.za.org has no record, so my.mom.za.org is its own organizational domain; rspamd asks the suffix list",
        ["DMARC PCT ZERO SP QUARANTINE"] = "RFC 9989 §A.6: pct= is gone",
        ["SPF EXTERNAL RELAY"] = "rspamd takes the client from a Received field of a relay; here PROXY and XCLIENT tell it",
        ["SPF ALLOW DNS REQUESTS AT LIMIT"] = "RFC 7208 §4.6.4: ten terms; rspamd takes thirty",
        ["ARC ALLOW CHECK"] = "the keys of google.com and outlook.com were in the live DNS",
        ["DKIM Ignore Unknown Tags"] = "the key of taugh.com was in the live DNS",
        ["DKIM Signatures At Limit Are Still Checked"] = "the key of taugh.com was in the live DNS; four unreadable signatures and the fifth are all looked at",
        ["DKIM Accept Large Key Below Limit"] = "the key of bigkey.za.org is not in the data; with its 8192 bits it would be refused",
    };

    [SharedDataFact]
    public async Task Comes_to_the_results_of_rspamd_or_says_why_not()
    {
        var suite = JsonDocument.Parse(await File.ReadAllBytesAsync(SharedData.Join("auth/rspamd-cases.json"))).RootElement;
        var dns = Dns(suite.GetProperty("dns"));
        var (total, hits, explained) = (0, 0, 0);
        foreach (var one in suite.GetProperty("cases").EnumerateArray())
        {
            total++;
            var name = one.GetProperty("name").GetString()!;
            var symbols = await SymbolsAsync(dns, one);
            var miss = Strings(one, "expect").Find(symbol => !symbols.Contains(symbol)) ?? Strings(one, "not_expect").Find(symbols.Contains);
            var known = s_exceptions.GetValueOrDefault(name[(name.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
            hits += miss is null ? 1 : 0;
            explained += miss is not null && known is not null ? 1 : 0;
            if (miss is not null)
            {
                output.WriteLine($"{name}: {string.Join(' ', symbols)}; about {miss}: {known ?? "UNEXPLAINED"}");
            }
        }

        output.WriteLine($"rspamd: {hits} of {total}, {explained} explained");
        Assert.Equal(total, hits + explained);
    }

    private static async Task<List<string>> SymbolsAsync(FakeDns dns, JsonElement one)
    {
        var bytes = Encoding.Latin1.GetBytes(one.GetProperty("message").GetString()!);
        var content = new SignedContent(MimeMessage.Parse(bytes), new MemoryStream(bytes));
        var sender = one.TryGetProperty("mail_from", out var from) ? from.GetString()! : "";
        var at = sender.IndexOf('@', StringComparison.Ordinal);
        var ip = IPAddress.Parse(one.TryGetProperty("ip", out var address) ? address.GetString()! : "127.0.0.1");
        var spf = at < 0 ? null : await new SpfEvaluator(dns, TimeProvider.System).CheckHostAsync(SpfQuestion.For(ip, new EmailAddress(sender[..at], sender[(at + 1)..]), "helo.test"));
        var dkim = await new DkimVerifier(dns, new ManualClock(new DateTimeOffset(2020, 9, 8, 0, 0, 0, TimeSpan.Zero))).VerifyAsync(content);
        var dmarc = await new DmarcEvaluator(dns).EvaluateAsync(AuthorDomains.Of(content.Headers), spf, dkim);
        var arc = await new ArcValidator(dns).ValidateAsync(content);
        return [Spf(spf), .. dkim.Count == 0 ? ["R_DKIM_NA"] : dkim.SelectMany(Dkim), Dmarc(dmarc), Arc(arc)];
    }

    private static string Spf(SpfResult? spf) => spf?.Result switch
    {
        AuthResult.Pass => spf.Mechanism == "+all" ? "R_SPF_PLUSALL" : "R_SPF_ALLOW",
        AuthResult.Fail => "R_SPF_FAIL",
        AuthResult.TempError => "R_SPF_DNSFAIL",
        AuthResult.PermError => "R_SPF_PERMFAIL",
        AuthResult.SoftFail => "R_SPF_SOFTFAIL",
        AuthResult.Neutral => "R_SPF_NEUTRAL",
        _ => "R_SPF_NA",
    };

    private static string[] Dkim(DkimResult dkim) => dkim.Result switch
    {
        AuthResult.Pass => ["R_DKIM_ALLOW"],
        AuthResult.TempError => ["R_DKIM_TEMPFAIL"],
        AuthResult.Fail => ["R_DKIM_REJECT"],
        _ => ["R_DKIM_PERMFAIL"],
    };

    private static string Dmarc(DmarcResult dmarc) => dmarc switch
    {
        { Result: AuthResult.Pass } => "DMARC_POLICY_ALLOW",
        { Result: AuthResult.Fail, Policy: DmarcPolicy.Reject } => "DMARC_POLICY_REJECT",
        { Result: AuthResult.Fail, Policy: DmarcPolicy.Quarantine } => "DMARC_POLICY_QUARANTINE",
        { Result: AuthResult.Fail } => "DMARC_POLICY_SOFTFAIL",
        _ => "DMARC_NA",
    };

    private static string Arc(ArcResult arc) => arc.Result switch
    {
        AuthResult.Pass => "ARC_ALLOW",
        AuthResult.None => "ARC_NA",
        AuthResult.TempError => "ARC_DNSFAIL",
        _ => "ARC_INVALID",
    };

    private static List<string> Strings(JsonElement one, string name) => [.. one.GetProperty(name).EnumerateArray().Select(text => text.GetString()!.Split(" | ")[0])];

    private static FakeDns Dns(JsonElement records)
    {
        // Records without values stand for names that do not exist, except those of the zone that is broken on purpose.
        var dns = new FakeDns();
        foreach (var record in records.EnumerateArray())
        {
            var (name, type) = (record.GetProperty("name").GetString()!, Enum.Parse<DnsType>(record.GetProperty("type").GetString()!, ignoreCase: true));
            if (record.TryGetProperty("values", out var values))
            {
                dns[name, type] = [.. values.EnumerateArray().Select(value => value.GetString()!)];
            }
            else if (name.EndsWith("dnssec-failed.org", StringComparison.Ordinal))
            {
                dns.Fail(name, type);
            }
            else if (record.TryGetProperty("rcode", out var rcode) && rcode.GetString() == "norec")
            {
                dns[name, type] = [];
            }
        }

        return dns;
    }
}
