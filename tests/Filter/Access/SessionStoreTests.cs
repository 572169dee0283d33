using MsLite.Filter.Access;

namespace MsLite.Filter.Tests.Access;

public sealed class SessionStoreTests : IAsyncDisposable
{
    private readonly AccessWorld _world = new();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Every_sign_in_begins_a_session_of_its_own()
    {
        await _world.CreateAsync("ann");

        var (one, other) = (await BeginAsync(), await BeginAsync());

        Assert.NotEqual(one, other);
        Assert.Equal(2, (await _world.Sessions.ListAsync("ann", CancellationToken.None)).Count);
    }

    [Fact]
    public async Task Unused_it_ends_after_half_a_day()
    {
        await _world.CreateAsync("ann");
        var secret = await BeginAsync();

        _world.Clock.Advance(TimeSpan.FromHours(11));
        Assert.True(await LivesAsync(secret));
        _world.Clock.Advance(TimeSpan.FromHours(11));
        Assert.True(await LivesAsync(secret));
        _world.Clock.Advance(TimeSpan.FromHours(12));
        Assert.False(await LivesAsync(secret));
        Assert.Equal(1, await _world.Sessions.ExpireAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_look_that_is_no_use_does_not_keep_it_alive()
    {
        await _world.CreateAsync("ann");
        var secret = await BeginAsync();

        _world.Clock.Advance(TimeSpan.FromHours(11));
        Assert.NotNull(await _world.Sessions.FindAsync(secret, isUse: false, CancellationToken.None));
        _world.Clock.Advance(TimeSpan.FromHours(1));
        Assert.False(await LivesAsync(secret));
    }

    [Fact]
    public async Task However_much_it_is_used_it_ends_after_a_week()
    {
        await _world.CreateAsync("ann");
        var secret = await BeginAsync();
        for (var hours = 0; hours < 7 * 24 - 6; hours += 6)
        {
            _world.Clock.Advance(TimeSpan.FromHours(6));
            Assert.True(await LivesAsync(secret));
        }

        _world.Clock.Advance(TimeSpan.FromHours(6));
        Assert.False(await LivesAsync(secret));
    }

    [Fact]
    public async Task A_new_password_or_a_lost_account_ends_every_session()
    {
        await _world.CreateAsync("root");
        await _world.CreateAsync("ann");
        var secret = await BeginAsync();
        Assert.Null(await _world.Accounts.SetPasswordAsync("ann", "another horse entirely", CancellationToken.None));
        Assert.False(await LivesAsync(secret));

        var again = ((SignInOutcome.Done)await _world.TryAsync("ann", "another horse entirely")).Secret;
        Assert.NotNull(await _world.Accounts.DeleteAsync("ann", CancellationToken.None));
        Assert.False(await LivesAsync(again));
    }

    [Fact]
    public async Task The_last_administrator_stays()
    {
        await _world.CreateAsync("ann");
        await _world.CreateAsync("vic", Role.Viewer);

        Assert.Null(await _world.Accounts.DeleteAsync("ann", CancellationToken.None));
        Assert.NotNull(await _world.Accounts.DeleteAsync("vic", CancellationToken.None));
    }

    [Fact]
    public async Task Nobody_ends_the_session_of_another()
    {
        await _world.CreateAsync("ann");
        var secret = await BeginAsync();
        var id = Assert.Single(await _world.Sessions.ListAsync("ann", CancellationToken.None)).Id;

        await _world.Sessions.EndAsync("eve", id, CancellationToken.None);
        Assert.True(await LivesAsync(secret));
        await _world.Sessions.EndAsync("ann", id, CancellationToken.None);
        Assert.False(await LivesAsync(secret));
    }

    private async Task<string> BeginAsync() => Assert.IsType<SignInOutcome.Done>(await _world.TryAsync("ann")).Secret;

    private async Task<bool> LivesAsync(string secret) => await _world.Sessions.FindAsync(secret, isUse: true, CancellationToken.None) is not null;
}
