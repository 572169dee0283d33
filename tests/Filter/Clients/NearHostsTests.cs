using System.Net;

namespace MsLite.Filter.Tests.Clients;

public sealed class NearHostsTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.10")]
    [InlineData("0.0.0.0")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::127.0.0.1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("fe80::1")]
    [InlineData("fe80::1%2")]
    [InlineData("fd00::25")]
    [InlineData("ff02::1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("2002:7f00:1::1")]
    [InlineData("2001:0:4136:e378:8000:63bf:80ff:fffe")]
    public void Tells_what_is_near_in_every_form_that_an_address_has(string address)
    {
        Assert.True(NearHosts.Contains(IPAddress.Parse(address)));
        Assert.True(NearHosts.Contains(new IPEndPoint(IPAddress.Parse(address), 25)));
    }

    [Theory]
    [InlineData("192.0.2.25")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2001:db8::25")]
    [InlineData("64:ff9b::c000:219")]
    [InlineData("2002:c000:204::1")]
    public void Leaves_the_internet_alone(string address) => Assert.False(NearHosts.Contains(IPAddress.Parse(address)));

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("LOCALHOST.", true)]
    [InlineData("a.localhost", true)]
    [InlineData("mailhost", true)]
    [InlineData("printer.local", true)]
    [InlineData("mail.corp", true)]
    [InlineData("router.home.arpa", true)]
    [InlineData("127.1", true)]
    [InlineData("0x7f.0.0.0x1", true)]
    [InlineData("mail.example.com", false)]
    [InlineData("mail.example.com.", false)]
    [InlineData("local.example.com", false)]
    [InlineData("mail.25.example", false)]
    public void Tells_names_that_lead_nowhere_but_home(string host, bool isNear) => Assert.Equal(isNear, NearHosts.Contains(new DnsEndPoint(host, 25)));
}
