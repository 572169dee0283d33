using System.Text;
using System.Text.Json;
using MsLite.Harness;
using MsLite.Mail.Auth;
using MsLite.Mail.Auth.Arc;
using MsLite.Mail.Dns;
using MsLite.Mail.Mime;
using Xunit.Abstractions;

namespace MsLite.Mail.Tests.Auth;

/// <summary>ARC validation against ValiMail's suite.</summary>
public sealed class ArcSuiteTests(ITestOutputHelper output)
{
    [SharedDataFact]
    public async Task Agrees_with_the_validation_suite()
    {
        // One miss is meant, ams_fields_h_empty: a message signature that does not sign the From field is none (RFC 6376 §5.4).
        var (total, hits) = (0, 0);
        var suite = JsonDocument.Parse(await File.ReadAllBytesAsync(SharedData.Join("arc/validation.json"))).RootElement;
        foreach (var one in suite.GetProperty("cases").EnumerateArray())
        {
            var expected = one.GetProperty("cv").GetString()!.ToLowerInvariant();
            if (expected.Length == 0)
            {
                continue;
            }

            total++;
            var bytes = Encoding.UTF8.GetBytes(one.GetProperty("message").GetString()!);
            var result = await new ArcValidator(Dns(one)).ValidateAsync(new SignedContent(MimeMessage.Parse(bytes), new MemoryStream(bytes)));
            hits += result.Result.ToWord() == expected ? 1 : 0;
            if (result.Result.ToWord() != expected)
            {
                output.WriteLine($"{one.GetProperty("name")} ({one.GetProperty("description")}): {result.Result.ToWord()} {result.Reason}, expected {expected}");
            }
        }

        output.WriteLine($"ARC: {hits} of {total}");
        Assert.True((double)hits / total >= 0.98);
    }

    private static FakeDns Dns(JsonElement one)
    {
        var dns = new FakeDns();
        foreach (var record in one.GetProperty("txt_records").EnumerateObject())
        {
            dns[record.Name, DnsType.Txt] = [record.Value.GetString()!];
        }

        return dns;
    }
}
