using MsLite.Filter.Policy;

namespace MsLite.Filter.Tests.Policy;

public sealed class ZoneListTests
{
    [Fact]
    public void Reads_one_zone_a_line_with_the_codes_that_count()
    {
        var zones = ZoneList.Parse("# ours\n  Zen.Example.ORG. \r\n\nlist.example 127.0.0.2 127.0.0.4,127.0.0.5 # some\nnote: paid until May\n");

        Assert.Equal(["zen.example.org ", "list.example 127.0.0.2 127.0.0.4 127.0.0.5"], zones.Select(zone => $"{zone.Name} {string.Join(' ', zone.Codes)}"));
    }

    [Theory]
    [InlineData("zen")]
    [InlineData("zen..example")]
    [InlineData("192.0.2.1")]
    [InlineData("zen/example.org")]
    [InlineData("list.example yes")]
    [InlineData("list.example 192.0.2.1")]
    [InlineData("-.example and so on")]
    public void Says_which_line_cannot_be_asked(string line)
    {
        Assert.Empty(ZoneList.Parse(line));
        Assert.StartsWith("Line 2: ", Assert.Single(ZoneList.Faults("# first\n" + line)), StringComparison.Ordinal);
    }
}
