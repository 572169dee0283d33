using System.Net;

namespace MsLite.Smtp.Tests;

public sealed class NetworkSetTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.0/24", "192.0.2.200", true)]
    [InlineData("192.0.2.77/24", "192.0.2.200", true)]
    [InlineData("192.0.2.0/24", "192.0.3.1", false)]
    [InlineData("192.0.2.0/24", "::ffff:192.0.2.1", true)]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1", true)]
    [InlineData("2001:db8::/32", "2001:db8:1::1", true)]
    [InlineData("2001:db8::/32", "2001:db9::1", false)]
    [InlineData("0.0.0.0/0", "203.0.113.9", true)]
    [InlineData("0.0.0.0/0", "::1", false)]
    [InlineData("fe80::/10", "fe80::1%3", true)]
    public void Knows_addresses_and_prefixes(string network, string address, bool expected) =>
        Assert.Equal(expected, NetworkSet.Of(network).Contains(IPAddress.Parse(address)));

    [Fact]
    public void Names_all_that_it_cannot_read()
    {
        Assert.False(NetworkSet.TryParse(["192.0.2.1", "localhost", "192.0.2.0/33", "::/129", "192.0.2.0/-1", ""], out _, out var faults));
        Assert.Equal(["localhost", "192.0.2.0/33", "::/129", "192.0.2.0/-1", ""], faults);
    }
}
