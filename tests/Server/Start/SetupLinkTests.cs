using MsLite.Web.Start;

namespace MsLite.Web.Tests.Start;

public sealed class SetupLinkTests
{
    [Fact]
    public void The_token_is_long_and_never_the_same()
    {
        var (one, other) = (new SetupLink().Path, new SetupLink().Path);

        Assert.Matches("^/setup/[0-9a-f]{32}$", one);
        Assert.NotEqual(one, other);
    }

    [Fact]
    public void It_opens_once()
    {
        var link = new SetupLink();
        var token = link.Path.Split('/')[^1];

        Assert.Equal([false, true, false, false], new[] { "", token, token, "" }.Select(link.TryUse));
    }
}
