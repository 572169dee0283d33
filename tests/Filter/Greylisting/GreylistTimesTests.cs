using MsLite.Filter.Greylisting;

namespace MsLite.Filter.Tests.Greylisting;

public sealed class GreylistTimesTests
{
    [Theory]
    [InlineData("90", 90)]
    [InlineData("90s", 90)]
    [InlineData("5m", 300)]
    [InlineData("8 h", 28800)]
    [InlineData("35D", 3024000)]
    [InlineData("0", 0)]
    [InlineData("", null)]
    [InlineData(null, null)]
    [InlineData("h", null)]
    [InlineData("-5", null)]
    [InlineData("5w", null)]
    [InlineData("1.5h", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData("9223372036854775807d", null)]
    public void Reads_a_number_and_its_unit_and_nothing_else(string? text, int? seconds) =>
        Assert.Equal(seconds, (int?)GreylistTimes.Parse(text)?.TotalSeconds);
}
