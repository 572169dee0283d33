using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using MsLite.Harness;
using MsLite.Mail.Auth;
using MsLite.Mail.Auth.Dkim;
using MsLite.Mail.Dns;
using MsLite.Mail.Mime;
using Xunit.Abstractions;

namespace MsLite.Mail.Tests.Auth;

/// <summary>DKIM against the messages of Mail::DKIM, mail-auth, chasquid and others, and what three other verifiers say of them.</summary>
public sealed partial class DkimSuiteTests(ITestOutputHelper output)
{
    // Why we differ from the upstream verdict, by the beginning of the name.
    private static readonly (string Name, string Why)[] s_exceptions =
    [
        ("maildkim/dk_", "DomainKeys (RFC 4870) is historic and not DKIM"),
        ("maildkim/good_dk_", "DomainKeys (RFC 4870) is historic and not DKIM"),
        ("maildkim/good_ietf00_", "a draft without bh=, which Mail::DKIM itself skips"),
    ];

    [SharedDataFact]
    public async Task Agrees_with_upstream_or_the_majority_of_three_verifiers()
    {
        var oracles = Json("dkim/expected_oracles.json").GetProperty("cases").EnumerateArray().ToDictionary(one => one.GetProperty("name").GetString()!);
        var (judged, agreed, explained) = (0, 0, 0);
        foreach (var one in Json("dkim/index.json").GetProperty("cases").EnumerateArray())
        {
            var name = one.GetProperty("name").GetString()!;
            var results = await VerifyAsync(one);
            var expected = Expected(one.GetProperty("expected_upstream"), oracles[name].GetProperty("any_pass_majority"));
            if (expected is null)
            {
                continue;
            }

            judged++;
            var found = results.Any(result => result.Result == AuthResult.Pass);
            var why = Array.Find(s_exceptions, exception => name.StartsWith(exception.Name, StringComparison.Ordinal)).Why
                ?? Unacceptable(results, expected.Value);
            agreed += found == expected ? 1 : 0;
            explained += found != expected && why is not null ? 1 : 0;
            if (found != expected)
            {
                var details = string.Join(", ", results.Select(result => $"{result.Result.ToWord()} {result.Reason}"));
                output.WriteLine($"{name}: {details}; expected {(expected.Value ? "pass" : "no pass")}: {why ?? "UNEXPLAINED"}");
            }
        }

        output.WriteLine($"DKIM: {agreed} of {judged}, {explained} explained");
        Assert.Equal(judged, agreed + explained);
    }

    // The signature is right, as upstream says, and RFC 8301 §3 or RFC 6376 §6.1.1 forbids to accept it.
    private static string? Unacceptable(IReadOnlyList<DkimResult> results, bool expected) =>
        expected ? results.FirstOrDefault(result => result.Result == AuthResult.Policy)?.Reason : null;

    private static async Task<IReadOnlyList<DkimResult>> VerifyAsync(JsonElement one)
    {
        var dns = new FakeDns();
        foreach (var record in one.GetProperty("dns").EnumerateObject())
        {
            if (record.Value.TryGetProperty("txt", out var text))
            {
                dns[record.Name, DnsType.Txt] = text.ValueKind == JsonValueKind.Array
                    ? [.. text.EnumerateArray().Select(part => part.GetString()!)]
                    : [text.GetString()!];
            }
            else if (record.Value.GetProperty("rcode").GetString() != "NXDOMAIN")
            {
                dns.Fail(record.Name);
            }
        }

        var bytes = await File.ReadAllBytesAsync(SharedData.Join("dkim", "msg", one.GetProperty("file").GetString()!));
        var clock = ClockNote().Match(one.GetProperty("note").GetString() ?? "");
        var now = clock.Success ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(clock.Groups["seconds"].Value, CultureInfo.InvariantCulture)) : DateTimeOffset.UtcNow;
        return await new DkimVerifier(dns, new ManualClock(now)).VerifyAsync(new SignedContent(MimeMessage.Parse(bytes), new MemoryStream(bytes)));
    }

    private static bool? Expected(JsonElement upstream, JsonElement majority) => upstream.ValueKind switch
    {
        JsonValueKind.String => upstream.GetString() == "pass",
        JsonValueKind.Object => upstream.GetProperty("valid").GetInt32() > 0,
        _ => majority.ValueKind == JsonValueKind.String ? majority.GetString() == "pass" : null,
    };

    private static JsonElement Json(string path) => JsonDocument.Parse(File.ReadAllBytes(SharedData.Join(path))).RootElement;

    [GeneratedRegex("clock at (?<seconds>[0-9]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ClockNote();
}
