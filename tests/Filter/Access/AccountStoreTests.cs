using MsLite.Filter.Access;

namespace MsLite.Filter.Tests.Access;

/// <summary>What administrators do to the accounts of others.</summary>
public sealed class AccountStoreTests : IAsyncLifetime
{
    private readonly AccessWorld _world = new();

    public Task InitializeAsync() => _world.CreateAsync("root");

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task Another_role_counts_from_the_next_sign_in_and_ends_the_open_sessions()
    {
        await _world.CreateAsync("dora", Role.DomainAdministrator, "example.com");
        var secret = ((SignInOutcome.Done)await _world.TryAsync("dora")).Secret;

        Assert.Null(await _world.Accounts.ChangeAsync("dora", Role.Viewer, ["other.example"], CancellationToken.None));

        Assert.Null(await _world.Sessions.FindAsync(secret, isUse: false, CancellationToken.None));
        var account = Assert.Single(await _world.Accounts.ListAsync(CancellationToken.None), account => account.Name == "dora");
        Assert.Equal((Role.Viewer, "other.example"), (account.Role, Assert.Single(account.Domains)));
    }

    [Fact]
    public async Task The_last_administrator_stays_one()
    {
        Assert.Contains("last administrator", await _world.Accounts.ChangeAsync("root", Role.Viewer, [], CancellationToken.None), StringComparison.Ordinal);
        await _world.CreateAsync("second");
        Assert.Null(await _world.Accounts.ChangeAsync("root", Role.Viewer, [], CancellationToken.None));
    }

    [Theory]
    [InlineData(Role.DomainAdministrator, "", "needs at least one domain")]
    [InlineData(Role.Administrator, "example.com", "has every domain")]
    [InlineData(Role.Viewer, "no domain", "is no domain")]
    public async Task Domains_must_suit_the_role(Role role, string domain, string fault)
    {
        await _world.CreateAsync("vic", Role.Viewer);

        Assert.Contains(fault, await _world.Accounts.ChangeAsync("vic", role, domain.Length == 0 ? [] : [domain], CancellationToken.None), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_is_not_there_cannot_be_changed() => Assert.Contains(
        "no account with the name", await _world.Accounts.ChangeAsync("nobody", Role.Viewer, [], CancellationToken.None), StringComparison.Ordinal);

    [Fact]
    public async Task A_deleted_account_comes_back_as_it_was()
    {
        await _world.CreateAsync("dora", Role.DomainAdministrator, "example.com");
        var before = await _world.Accounts.FindAsync("dora", CancellationToken.None);

        var deleted = await _world.Accounts.DeleteAsync("dora", CancellationToken.None);
        Assert.IsNotType<SignInOutcome.Done>(await _world.TryAsync("dora"));
        Assert.True(await _world.Accounts.RestoreAsync(deleted!, CancellationToken.None));

        var after = await _world.Accounts.FindAsync("dora", CancellationToken.None);
        Assert.Equal((before!.Password, before.Account.Role, before.Account.Created), (after!.Password, after.Account.Role, after.Account.Created));
        Assert.Equal(before.Account.Domains, after.Account.Domains);
        Assert.IsType<SignInOutcome.Done>(await _world.TryAsync("dora"));
        Assert.False(await _world.Accounts.RestoreAsync(deleted!, CancellationToken.None));
    }

    [Fact]
    public async Task Who_has_lost_the_authenticator_is_let_in_without_it()
    {
        await _world.CreateAsync("ann");
        await _world.Accounts.SetTotpAsync("ann", OwnAccount.NewKey(), 1, CancellationToken.None);
        Assert.IsType<SignInOutcome.NeedsCode>(await _world.TryAsync("ann"));

        Assert.True(await _world.Accounts.ForgetCodesAsync("ann", CancellationToken.None));

        Assert.IsType<SignInOutcome.Done>(await _world.TryAsync("ann"));
        Assert.False(await _world.Accounts.ForgetCodesAsync("ann", CancellationToken.None));
    }

    [Fact]
    public async Task Every_session_but_ones_own_is_ended_at_once()
    {
        await _world.CreateAsync("ann");
        var mine = ((SignInOutcome.Done)await _world.TryAsync("root")).Secret;
        var hers = ((SignInOutcome.Done)await _world.TryAsync("ann")).Secret;
        var id = (await _world.Sessions.FindAsync(mine, isUse: false, CancellationToken.None))!.Id;
        Assert.Equal(2, (await _world.Sessions.ListAllAsync(CancellationToken.None)).Count);

        Assert.Equal(1, await _world.Sessions.EndOthersAsync(id, CancellationToken.None));

        Assert.NotNull(await _world.Sessions.FindAsync(mine, isUse: false, CancellationToken.None));
        Assert.Null(await _world.Sessions.FindAsync(hers, isUse: false, CancellationToken.None));
    }

    [Fact]
    public async Task A_revoked_token_can_be_taken_back()
    {
        Assert.True(TokenRequest.TryParse("script", "viewer", ["example.com"], "90d", _world.Clock, out var request, out _));
        var token = await _world.Tokens.CreateAsync(request, CancellationToken.None);
        var before = await _world.Tokens.FindAsync(token!, CancellationToken.None);
        var revoked = await _world.Tokens.RevokeAsync("script", CancellationToken.None);
        Assert.Null(await _world.Tokens.FindAsync(token!, CancellationToken.None));

        Assert.True(await _world.Tokens.RestoreAsync(revoked!, CancellationToken.None));

        var after = await _world.Tokens.FindAsync(token!, CancellationToken.None);
        Assert.Equal((before!.Role, before.Expires, "example.com"), (after!.Role, after.Expires, Assert.Single(after.Domains)));
    }
}
