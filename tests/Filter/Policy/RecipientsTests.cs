namespace MsLite.Filter.Tests.Policy;

public sealed class RecipientsTests : IDisposable
{
    private readonly PolicyWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Accepts_a_valid_local_part_in_any_case()
    {
        _world.Given("example.com/users/valid/bob");

        var verdict = await _world.JudgeAsync("BOB@Example.COM");

        Assert.Equal(VerdictKind.Deliver, verdict.Kind);
        Assert.Null(verdict.Blocker);
        Assert.Equal("example.com/users/valid/bob", verdict.Trace[^1].File);
    }

    [Theory]
    [InlineData("nobody@example.com", "Mail for nobody not accepted at example.com")]
    [InlineData("NoBody@Example.com", "Mail for nobody not accepted at example.com")]
    [InlineData("../bob@example.com", "Mail for ../bob not accepted at example.com")]
    [InlineData(".bob@example.com", "Mail for .bob not accepted at example.com")]
    [InlineData("..@example.com", "Mail for .. not accepted at example.com")]
    [InlineData("*@example.com", "Mail for * not accepted at example.com")]
    public async Task Refuses_a_local_part_that_is_not_there(string to, string reason)
    {
        _world.Given("example.com/users/valid/bob", "example.com/users/bob", "example.com/users/valid/.bob");

        await AssertRefusedAsync(to, reason, file: null);
    }

    [Fact]
    public async Task A_domain_without_users_accepts_nobody()
    {
        _world.Given("example.com/");

        await AssertRefusedAsync("bob@example.com", "Mail for bob not accepted at example.com", file: null);
    }

    [Theory]
    [InlineData("bob")]
    [InlineData("anyone at all")]
    [InlineData("a/b")]
    [InlineData("*")]
    public async Task The_wildcard_accepts_every_local_part(string user)
    {
        _world.Given("example.com/users/valid/*");

        Assert.Equal(VerdictKind.Deliver, (await _world.JudgeAsync(user + "@example.com")).Kind);
    }

    [Fact]
    public async Task Invalid_wins_over_valid_and_wildcard()
    {
        _world.Given("example.com/users/valid/*", "example.com/users/valid/bob", "example.com/users/invalid/bob");

        await AssertRefusedAsync("bob@example.com", "Mail for bob not accepted at example.com", "example.com/users/invalid/bob");
        Assert.Equal(VerdictKind.Deliver, (await _world.JudgeAsync("ann@example.com")).Kind);
    }

    [Fact]
    public async Task Invalid_may_bring_its_own_words()
    {
        _world.Given("example.com/users/valid/*").GivenFile("example.com/users/invalid/bob", "note: left\nReply: Bob has left, write to ann@example.com\n");

        await AssertRefusedAsync("bob@example.com", "Bob has left, write to ann@example.com", "example.com/users/invalid/bob");
    }

    [Theory]
    [InlineData("192.0.2.7", true)]
    [InlineData("::ffff:192.0.2.7", true)]
    [InlineData("192.0.2.8", false)]
    [InlineData("198.51.100.200", true)]
    [InlineData("198.51.101.1", false)]
    [InlineData("2001:db8::1", true)]
    [InlineData("2001:DB8:0::2", false)]
    [InlineData("2001:db8:7::2", true)]
    public async Task A_directory_accepts_only_from_the_addresses_in_it(string ip, bool accepted)
    {
        _world.Given(
            "example.com/users/valid/bob/192.0.2.7",
            "example.com/users/valid/bob/198.51.100.0_24",
            "example.com/users/valid/bob/2001:db8::1",
            "example.com/users/valid/bob/2001:db8:7::_48");

        var verdict = await _world.JudgeAsync("bob@example.com", ip: ip);

        Assert.Equal(accepted ? VerdictKind.Deliver : VerdictKind.Refuse, verdict.Kind);
        if (!accepted)
        {
            Assert.Equal($"Mail for bob not accepted from {System.Net.IPAddress.Parse(ip)}", verdict.Reason);
            Assert.Equal("example.com/users/valid/bob", verdict.File);
        }
    }

    [Fact]
    public async Task The_wildcard_also_accepts_one_with_a_directory_of_addresses()
    {
        _world.Given("example.com/users/valid/bob/", "example.com/users/valid/*");

        Assert.Equal(VerdictKind.Deliver, (await _world.JudgeAsync("bob@example.com")).Kind);
    }

    [Fact]
    public async Task An_expired_entry_counts_as_absent()
    {
        _world.GivenFile("example.com/users/valid/bob", "until: 2026-06-14");

        await AssertRefusedAsync("bob@example.com", "Mail for bob not accepted at example.com", file: null);
    }

    [Fact]
    public async Task Touch_and_rm_are_in_force_with_the_next_message()
    {
        _world.Given("example.com/");
        for (var round = 0; round < 50; round++)
        {
            Assert.Equal(VerdictKind.Refuse, (await _world.JudgeAsync("bob@example.com")).Kind);
            _world.Given("example.com/users/valid/bob");
            Assert.Equal(VerdictKind.Deliver, (await _world.JudgeAsync("bob@example.com")).Kind);
            _world.Tree.Delete("srv/example.com/users/valid/bob");
        }
    }

    private async Task AssertRefusedAsync(string to, string reason, string? file)
    {
        var verdict = await _world.JudgeAsync(to);
        Assert.Equal((VerdictKind.Refuse, reason, "users", file), (verdict.Kind, verdict.Reason, verdict.Blocker, verdict.File));
    }
}
