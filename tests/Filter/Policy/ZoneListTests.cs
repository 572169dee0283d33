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
    [InlineData("list.example: 127.0.0.2")]
    [InlineData("list.example 2001:db8::1")]
    public void Says_which_line_cannot_be_asked(string line)
    {
        Assert.Empty(ZoneList.Parse(line));
        Assert.StartsWith("Line 2: ", Assert.Single(ZoneList.Faults("# first\n" + line)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("note: paid until May")]
    [InlineData("mode : shadow")]
    [InlineData("until:2026-12-31")]
    public void A_property_is_no_zone(string line) => Assert.Empty(ZoneList.Faults(line));

    [Fact]
    public void Asks_no_more_zones_than_anybody_needs()
    {
        var text = string.Concat(Enumerable.Range(0, 60).Select(number => $"z{number}.example\n"));

        Assert.Equal(ZoneList.Most, ZoneList.Parse(text).Count);
        Assert.Equal(["Only the first 50 zones are asked. Remove the others."], ZoneList.Faults(text));
    }
}
