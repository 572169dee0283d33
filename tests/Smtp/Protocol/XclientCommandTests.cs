using System.Net;
using System.Text;
using MsLite.Smtp.Protocol;

namespace MsLite.Smtp.Tests.Protocol;

public sealed class XclientCommandTests
{
    private static SmtpClientHost Proxy => new()
    {
        SessionId = "s1",
        EndPoint = new IPEndPoint(IPAddress.Parse("192.0.2.50"), 1234),
        LocalEndPoint = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 25),
    };

    [Fact]
    public void Takes_all_attributes()
    {
        var client = Apply("name=spike.example.org ADDR=203.0.113.9 PORT=4000 PROTO=ESMTP HELO=spike LOGIN=ann DESTADDR=192.0.2.2 DESTPORT=2525")!;
        Assert.Equal("203.0.113.9:4000", client.EndPoint.ToString());
        Assert.Equal("192.0.2.2:2525", client.LocalEndPoint.ToString());
        Assert.Equal(
            ("spike.example.org", false, "spike", true, true, "s1"),
            (client.GivenName, client.GivenNameUnavailable, client.HelloName, client.Extended, client.Proxied, client.SessionId));
    }

    [Theory]
    [InlineData("ADDR=IPV6:2001:db8::9", "[2001:db8::9]:1234")]
    [InlineData("ADDR=IPv6:::ffff:203.0.113.9", "203.0.113.9:1234")]
    [InlineData("ADDR=[UNAVAILABLE] PORT=[UNAVAILABLE]", "192.0.2.50:1234")]
    [InlineData("PORT=9", "192.0.2.50:9")]
    public void Reads_addresses(string argument, string expected) => Assert.Equal(expected, Apply(argument)!.EndPoint.ToString());

    [Theory]
    [InlineData("NAME=[UNAVAILABLE]", null, true)]
    [InlineData("NAME=[TEMPUNAVAIL]", null, false)]
    [InlineData("NAME=a+2Eb", "a.b", false)]
    [InlineData("ADDR=203.0.113.9", null, false)]
    public void Tells_no_name_from_a_name_not_known(string argument, string? name, bool unavailable)
    {
        var client = Apply(argument)!;
        Assert.Equal((name, unavailable), (client.GivenName, client.GivenNameUnavailable));
    }

    [Fact]
    public void What_is_not_mentioned_stays_as_it_was()
    {
        var first = Apply("ADDR=203.0.113.9 NAME=a.example")!;
        var second = XclientCommand.Apply("HELO=b.example"u8, first)!;
        Assert.Equal(("203.0.113.9", "a.example", "b.example"), (second.Address.ToString(), second.GivenName, second.HelloName));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ADDR")]
    [InlineData("ADDR=")]
    [InlineData("ADDR=203.0.113")]
    [InlineData("ADDR=2001:db8::9")]
    [InlineData("ADDR=IPv6:203.0.113.9")]
    [InlineData("PORT=70000")]
    [InlineData("PROTO=HTTP")]
    [InlineData("NAME=a+0D+0Ab")]
    [InlineData("NAME=a+20b")]
    [InlineData("HELO=+FF")]
    [InlineData("FOO=bar")]
    public void Refuses_what_is_malformed(string argument) => Assert.Null(Apply(argument));

    private static SmtpClientHost? Apply(string argument) => XclientCommand.Apply(Encoding.ASCII.GetBytes(argument), Proxy);
}
