using MsLite.Filter.Lint;

namespace MsLite.Filter.Tests.Lint;

public sealed class EntryMarksTests : IDisposable
{
    private readonly PolicyWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("example.com", "blacklisted/senders", "ann@example.net", "example.com/whitelisted/senders/ann@example.net")]
    [InlineData("example.com", "blacklisted/senders", "eve@friends.example", "_global_/whitelisted/domains/friends.example")]
    [InlineData("example.com", "blacklisted/domains", "friends.example", "_global_/whitelisted/domains/friends.example")]
    [InlineData("example.com", "blacklisted/ips", "192.0.2.7", "example.com/whitelisted/ips/192.0.2.0_24")]
    [InlineData("example.com", "blacklisted/ips", "192.0.2.128_25", "example.com/whitelisted/ips/192.0.2.0_24")]
    [InlineData("_global_", "blacklisted/domains", "friends.example", "_global_/whitelisted/domains/friends.example")]
    public void An_entry_that_another_always_speaks_before_is_said_to_be_shadowed(string domain, string directory, string name, string by)
    {
        _world.Given(
            "example.com/whitelisted/senders/ann@example.net", "example.com/whitelisted/ips/192.0.2.0_24", "_global_/whitelisted/domains/friends.example",
            $"{domain}/{directory}/{name}");

        Assert.Contains($"shadowed by {by}", Assert.Single(Find(domain, directory, name)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("blacklisted/senders", "bob@example.net")]
    [InlineData("blacklisted/ips", "192.0.2.0_23")]
    [InlineData("blacklisted/ips", "2001:db8::7")]
    [InlineData("blacklisted/hosts", "friends.example")]
    [InlineData("whitelisted/senders", "eve@friends.example")]
    [InlineData("users/valid", "bob")]
    [InlineData("users/valid", "*")]
    public void An_entry_that_can_decide_has_no_mark(string directory, string name)
    {
        _world.Given(
            "example.com/whitelisted/senders/ann@example.net", "example.com/whitelisted/ips/192.0.2.0_24", "_global_/whitelisted/domains/friends.example",
            $"example.com/{directory}/{name}");

        Assert.Empty(Find("example.com", directory, name));
    }

    [Fact]
    public void A_whitelist_entry_that_has_expired_shadows_nothing()
    {
        _world.GivenFile("example.com/whitelisted/senders/ann@example.net", "until: 2026-01-01\n").Given("example.com/blacklisted/senders/ann@example.net");

        Assert.Empty(Find("example.com", "blacklisted/senders", "ann@example.net"));
        Assert.Contains("has expired", Assert.Single(Find("example.com", "whitelisted/senders", "ann@example.net")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("whitelisted/senders", "example.net", "a sender is a whole address")]
    [InlineData("whitelisted/recipients", "bob@other.example", "another domain")]
    [InlineData("blacklisted/domains", ".example.net", "not for those below it")]
    [InlineData("users/valid", "Bob", "Rename it to bob")]
    [InlineData("users/valid", "left", "example.com/users/invalid/left wins")]
    public void An_entry_that_can_never_match_says_why(string directory, string name, string why)
    {
        _world.Given($"example.com/{directory}/{name}", "example.com/users/invalid/left");

        Assert.Contains(Find("example.com", directory, name), mark => mark.Contains(why, StringComparison.Ordinal));
    }

    private IReadOnlyList<string> Find(string domain, string directory, string name) => new EntryMarks(_world.Srv, _world.Clock).Find(domain, directory, name);
}
