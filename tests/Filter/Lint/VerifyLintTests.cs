using MsLite.Filter.Checks;
using MsLite.Filter.Lint;

namespace MsLite.Filter.Tests.Lint;

public sealed class VerifyLintTests : IDisposable
{
    private const string Everybody = "example.com/users/valid/*";

    private readonly PolicyWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("smtp://192.0.2.9:25")]
    [InlineData("smtps://192.0.2.9")]
    [InlineData("lmtp:/run/lmtp")]
    public void A_server_can_be_asked_and_its_refusal_may_have_words_of_the_operators(string delivery)
    {
        _world.GivenFile("example.com/delivery", delivery).GivenFile(Everybody, "verify: NextHop\nreply: Nobody here\n");

        Assert.Empty(Find());
    }

    [Theory]
    [InlineData("maildir:/var/mail")]
    [InlineData("bsmtp:/usr/sbin/rsmtp")]
    public void Other_kinds_cannot_be_asked(string delivery)
    {
        _world.GivenFile("example.com/delivery", delivery).GivenFile(Everybody, "verify: nexthop");

        var finding = Assert.Single(Find());
        Assert.Equal((Everybody, false), (finding.Path, finding.IsAdvice));
        Assert.Contains($"\"{delivery}\" cannot be asked", finding.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void The_default_next_hop_counts_where_the_domain_has_none()
    {
        _world.GivenFile(Everybody, "verify: nexthop");
        Assert.Contains("maildir:data/mail", Assert.Single(Find()).Sentence, StringComparison.Ordinal);

        _world.Options.Delivery = "smtp://192.0.2.9";
        Assert.Empty(Find());
    }

    [Theory]
    [InlineData(Everybody, "verify: yes", "The only value is nexthop")]
    [InlineData(Everybody, "verify:", "The only value is nexthop")]
    [InlineData("example.com/users/valid/bob", "verify: nexthop", "has no effect here")]
    [InlineData("example.com/users/invalid/bob", "verify: nexthop", "has no effect here")]
    public void What_means_nothing_is_said(string file, string body, string sentence)
    {
        _world.Given(Everybody).GivenFile("example.com/delivery", "smtp://192.0.2.9").GivenFile(file, body);

        var finding = Assert.Single(Find());
        Assert.Equal((file, false), (finding.Path, finding.IsAdvice));
        Assert.Contains(sentence, finding.Sentence, StringComparison.Ordinal);
    }

    private IReadOnlyList<LintFinding> Find() => new Linter(_world.Srv, new CheckCatalogue([]), new CurrentOptions(_world.Options), _world.Clock).Find();
}
