using MsLite.Filter.Checks;
using MsLite.Filter.Greylisting;
using MsLite.Filter.Policy;

namespace MsLite.Filter.Tests.Lint;

/// <summary>What lint says about the parameters of checks that ask no daemon.</summary>
public sealed class CheckParameterTests
{
    [Theory]
    [InlineData("delay: soon", "has \"delay: soon\", which is no time: write a number and a unit, such as 90s, 5m, 8h or 35d.")]
    [InlineData("window: 1w", "has \"window: 1w\", which is no time: write a number and a unit, such as 90s, 5m, 8h or 35d.")]
    [InlineData("delay: 5m\npass: 60d\nnote: x", null)]
    public void Greylisting(string body, string? fault) => AssertFault(new GreylistingCheck(null!, TimeProvider.System), body, fault);

    [Theory]
    [InlineData("quarantine: yes", "has \"quarantine: yes\", which changes nothing: the only word for it is \"refuse\".")]
    [InlineData("sealers: lists.example.org, google", "trusts the sealer \"google\", which is no domain: write one such as lists.example.org.")]
    [InlineData("quarantine: Refuse\nsealers: lists.example.org google.com", null)]
    public void Dmarc(string body, string? fault) => AssertFault(new DmarcCheck(), body, fault);

    [Fact]
    public void Every_time_that_is_read_is_looked_at() => Assert.All(GreylistTimes.Parameters.Select(parameter => parameter.Key), key =>
        Assert.NotEqual(GreylistTimes.Default, GreylistTimes.Of(PolicyBody.Parse($"{key}: 7s"))));

    private static void AssertFault(ICheck check, string body, string? fault) =>
        Assert.Equal(fault is null ? [] : [fault], check.Faults(PolicyBody.Parse(body)));
}
