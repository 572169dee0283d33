using MsLite.Web.Start;

namespace MsLite.Web.Tests.Options;

public sealed class MachineNameTests
{
    [Theory]
    [InlineData("mx.example.com", "127.0.0.1 localhost", "mx.example.com")]
    [InlineData("mx", "192.0.2.1 mx.example.com mx # us", "mx.example.com")]
    [InlineData("mx", "192.0.2.1\tmx\tmx.example.com", "mx.example.com")]
    [InlineData("mx", "192.0.2.1 mxa.example.com mxa", "mx")]
    [InlineData("mx", "# mx.example.com mx", "mx")]
    [InlineData("mx", "", "mx")]
    public void The_full_name_stands_in_the_hosts_file(string machine, string hosts, string name) =>
        Assert.Equal(name, MachineName.Find(machine, [hosts]));
}
