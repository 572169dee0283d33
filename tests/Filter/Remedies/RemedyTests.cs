using MsLite.Filter.Release;
using MsLite.Filter.Remedies;
using MsLite.Mail.Auth;

namespace MsLite.Filter.Tests.Remedies;

/// <summary>What one can do about a refusal, whom it would concern, and what became of the message otherwise.</summary>
public sealed class RemedyTests : IAsyncLifetime
{
    private readonly RemedyWorld _world = new();

    [Theory]
    [InlineData("blacklisted/ips", "example.com/blacklisted/ips/192.0.2.7", "Remove example.com/blacklisted/ips/192.0.2.7")]
    [InlineData("users", null, "AddUser example.com/users/valid/bob")]
    [InlineData("checks/helo", "example.com/checks/helo", "Shadow example.com/checks/helo")]
    [InlineData("checks/helo", "example.com/checks/all", null)]
    [InlineData("blacklisted/ips", "../../etc/blacklisted/passwd", null)]
    public void Offers_what_the_ladder_allows_for_and_the_whitelists_always(string blocker, string? file, string? expected)
    {
        var offered = _world.Get<RemedyList>().For(RemedyWorld.Entry(blocker, file)).Select(remedy => $"{remedy.Kind} {remedy.Path.Text}").ToList();

        Assert.Equal(
            ["Whitelist example.com/whitelisted/senders/ann@example.net", "Whitelist example.com/whitelisted/domains/example.net", "Whitelist example.com/whitelisted/ips/192.0.2.7"],
            offered.Where(text => text.StartsWith("Whitelist", StringComparison.Ordinal)));
        Assert.Equal(expected is null ? [] : [expected], offered.Where(text => !text.StartsWith("Whitelist", StringComparison.Ordinal)));
    }

    [Fact]
    public void Changes_the_one_file_and_no_other()
    {
        _world.Tree.Touch("srv/example.com/checks/helo", "note: kept\n");
        var list = _world.Get<RemedyList>();
        var shadow = list.For(RemedyWorld.Entry("checks/helo", "example.com/checks/helo")).Single(remedy => remedy.Kind == RemedyKind.Shadow);

        Assert.True(list.Apply(shadow, "ann").IsDone);

        Assert.Equal("note: kept\nmode: shadow\n", _world.Tree.Read("srv/example.com/checks/helo"));
        Assert.Equal(["example.com/checks/helo", "example.com/users/valid/bob"], _world.Tree.Files("srv"));
    }

    [Theory]
    [InlineData("spf=pass smtp.mailfrom=ann@example.net", "SPF passed for example.net")]
    [InlineData("dkim=pass header.d=example.net", "a DKIM signature of example.net was valid")]
    [InlineData("spf=pass smtp.mailfrom=other.example", "Neither SPF nor DKIM vouched for example.net")]
    [InlineData("spf=fail smtp.mailfrom=example.net", "Neither SPF nor DKIM vouched for example.net")]
    [InlineData("dkim=pass header.d=net", "Neither SPF nor DKIM vouched for example.net")]
    [InlineData("none", "nothing vouches for it")]
    public void Says_what_an_identity_is_worth(string found, string expected)
    {
        var results = AuthenticationResults.Parse($"mx.example; {found}").Results;

        Assert.Contains(expected, Welcome.Worth(RemedyWorld.Entry("users", null), WelcomeKind.Sender, results), StringComparison.Ordinal);
        Assert.Contains("forge", Welcome.Worth(RemedyWorld.Entry("users", null), WelcomeKind.Domain, results), StringComparison.Ordinal);
        Assert.Contains("cannot be forged", Welcome.Worth(RemedyWorld.Entry("users", null), WelcomeKind.Ip, results), StringComparison.Ordinal);
    }

    [Fact]
    public void Whitelists_no_sender_where_there_is_none()
    {
        var bounce = RemedyWorld.Entry("users", null, from: "<>");

        Assert.False(_world.Get<Welcome>().Add(bounce, WelcomeKind.Sender, "ann").IsDone);
        Assert.Equal(["example.com/users/valid/bob"], _world.Tree.Files("srv"));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _world.DisposeAsync();
}
