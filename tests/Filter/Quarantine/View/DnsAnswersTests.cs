using System.Text.Json;
using MsLite.Filter.Quarantine;
using MsLite.Filter.Quarantine.View;

namespace MsLite.Filter.Tests.Quarantine.View;

public sealed class DnsAnswersTests
{
    [Fact]
    public void Tells_what_DNS_said_of_client_sender_and_zones_and_nothing_else()
    {
        var entry = new QuarantineEntry
        {
            Day = "166",
            Domain = "example.com",
            Ip = "192.0.2.7",
            Host = "mail.example.net",
            Trace =
            [
                new TraceEntry("users", "bob@example.com", null, TraceResult.Pass, "", 0),
                new TraceEntry("checks/dnsbl", "192.0.2.7", "example.com/zones", TraceResult.Pass, "zen.example.net: not listed", 1),
                new TraceEntry("checks/spf", "ann@example.net", "example.com/checks/all", TraceResult.Refuse, "SPF failure; -all of example.net \"v=spf1 -all\"", 1),
            ],
        };

        var dns = JsonSerializer.SerializeToElement(DnsAnswers.Of(entry), JsonSerializerOptions.Web);

        Assert.Equal("mail.example.net", dns.GetProperty("client").GetProperty("name").GetString());
        Assert.Equal(
            ["checks/dnsbl pass zen.example.net: not listed", "checks/spf refuse SPF failure; -all of example.net \"v=spf1 -all\""],
            dns.GetProperty("answers").EnumerateArray().Select(one => $"{one.GetProperty("rung")} {one.GetProperty("result")} {one.GetProperty("said")}"));
    }
}
