using System.Text.Json;
using MsLite.Harness;
using MsLite.Mail.Auth;
using MsLite.Mail.Auth.Dkim;
using MsLite.Mail.Auth.Dmarc;
using MsLite.Mail.Auth.Spf;
using MsLite.Mail.Dns;
using Xunit.Abstractions;

namespace MsLite.Mail.Tests.Auth;

/// <summary>DMARC against mailauth's tests for RFC 9989.</summary>
public sealed class DmarcSuiteTests(ITestOutputHelper output)
{
    [SharedDataFact]
    public async Task Agrees_with_mailauth_on_RFC_9989()
    {
        var (total, hits) = (0, 0);
        var suite = JsonDocument.Parse(await File.ReadAllBytesAsync(SharedData.Join("dmarc/mailauth-rfc9989.json"))).RootElement;
        foreach (var one in suite.GetProperty("cases").EnumerateArray())
        {
            total++;
            var miss = one.GetProperty("function").GetString() == "verifyDmarc" ? await VerifyAsync(one) : await FindAsync(one);
            hits += miss is null ? 1 : 0;
            if (miss is not null)
            {
                output.WriteLine($"{one.GetProperty("name")}: {miss}");
            }
        }

        output.WriteLine($"DMARC: {hits} of {total}");
        Assert.Equal(total, hits);
    }

    private static async Task<string?> VerifyAsync(JsonElement one)
    {
        var input = one.GetProperty("input");
        var from = input.GetProperty("headerFrom").GetString()!;
        var dkim = Domains(input, "dkimDomains").Select(domain => new DkimResult { Result = AuthResult.Pass, Domain = domain }).ToList();
        var spf = Domains(input, "spfDomains").Select(domain => new SpfResult { Result = AuthResult.Pass, Domain = domain }).SingleOrDefault();
        var result = await new DmarcEvaluator(Dns(one)).EvaluateAsync([from[(from.IndexOf('@', StringComparison.Ordinal) + 1)..]], spf, dkim);

        var expected = one.GetProperty("expected");
        var want = (
            expected.GetProperty("status").GetProperty("result").GetString(),
            expected.TryGetProperty("policy", out var policy) ? policy.GetString() : "none",
            expected.GetProperty("domain").GetString(),
            expected.TryGetProperty("policyDomain", out var domain) ? domain.GetString() : "");
        var have = (result.Result.ToWord(), result.Policy.ToWord(), result.OrganizationalDomain, result.PolicyDomain);
        return want == have ? null : $"{have}, expected {want}";
    }

    private static async Task<string?> FindAsync(JsonElement one)
    {
        var walk = await DmarcTreeWalk.WalkAsync(Dns(one), one.GetProperty("input").GetProperty("domain").GetString()!, default);
        var expected = one.GetProperty("expected");
        var want = expected.ValueKind == JsonValueKind.Object ? (expected.GetProperty("rr").GetString(), expected.GetProperty("recordDomain").GetString()) : (null, null);
        var have = (walk.Policy?.Record.Text, walk.Policy?.Domain);
        return want == have ? null : $"{have}, expected {want}";
    }

    private static IEnumerable<string> Domains(JsonElement input, string name) =>
        input.GetProperty(name).EnumerateArray().Select(one => one.GetProperty("domain").GetString()!);

    private static FakeDns Dns(JsonElement one)
    {
        var dns = new FakeDns();
        foreach (var name in one.GetProperty("dns").EnumerateObject())
        {
            foreach (var answer in name.Value.EnumerateObject())
            {
                Add(dns, name.Name, answer);
            }
        }

        return dns;
    }

    private static void Add(FakeDns dns, string name, JsonProperty answer)
    {
        var type = Enum.Parse<DnsType>(answer.Name, ignoreCase: true);
        if (answer.Value.ValueKind == JsonValueKind.Object)
        {
            if (answer.Value.GetProperty("error").GetString() is not ("ENOTFOUND" or "ENODATA"))
            {
                dns.Fail(name, type);
            }

            return;
        }

        foreach (var record in answer.Value.EnumerateArray())
        {
            dns.Add(name, type, record.ValueKind == JsonValueKind.Array ? string.Concat(record.EnumerateArray().Select(part => part.GetString())) : record.GetString()!);
        }
    }
}
