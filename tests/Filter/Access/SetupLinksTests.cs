using MsLite.Filter.Access;
using MsLite.Harness;

namespace MsLite.Filter.Tests.Access;

public sealed class SetupLinksTests : IAsyncDisposable
{
    private readonly AccessWorld _world = new();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task It_makes_the_first_administrator_once()
    {
        var link = await CreateAsync();
        var other = await CreateAsync();
        Assert.True(await IsGoodAsync(link));

        Assert.Null(await UseAsync(link, "ann"));

        Assert.True(await _world.Accounts.HasAdministratorAsync(CancellationToken.None));
        Assert.IsType<SignInOutcome.Done>(await _world.TryAsync("ann"));
        Assert.False(await IsGoodAsync(link));
        Assert.False(await IsGoodAsync(other));
        Assert.NotNull(await UseAsync(link, "eve"));
        Assert.NotNull(await UseAsync(other, "eve"));
        Assert.Equal(["ann"], (await _world.Accounts.ListAsync(CancellationToken.None)).Select(account => account.Name));
    }

    [Fact]
    public async Task Of_two_who_use_it_at_once_one_comes_in()
    {
        var link = await CreateAsync();

        var answers = await Task.WhenAll(UseAsync(link, "ann"), UseAsync(link, "eve"));

        Assert.Single(answers, answer => answer is null);
        Assert.Single(await _world.Accounts.ListAsync(CancellationToken.None));
    }

    [Fact]
    public async Task It_works_for_a_day()
    {
        var link = await CreateAsync();

        _world.Clock.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMilliseconds(1));
        Assert.True(await IsGoodAsync(link));
        _world.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(await IsGoodAsync(link));
        Assert.NotNull(await UseAsync(link, "ann"));
    }

    [Theory]
    [InlineData("ann", "short")]
    [InlineData("ann", "aaaaaaaaaaaaaaa")]
    [InlineData("annette", "iamannette1")]
    [InlineData("", AccessWorld.Password)]
    [InlineData("an n", AccessWorld.Password)]
    [InlineData("<b>", AccessWorld.Password)]
    public async Task A_name_or_password_that_will_not_do_leaves_it_good(string name, string password)
    {
        var link = await CreateAsync();

        Assert.NotNull(await _world.Links.UseAsync(link, name, password, CancellationToken.None));

        Assert.True(await IsGoodAsync(link));
    }

    [Fact]
    public async Task A_name_that_another_account_has_leaves_it_good()
    {
        await _world.CreateAsync("ann", Role.Viewer);
        var link = await CreateAsync();

        Assert.NotNull(await UseAsync(link, "ann"));

        Assert.True(await IsGoodAsync(link));
        Assert.Null(await UseAsync(link, "eve"));
    }

    [Fact]
    public async Task A_reset_ends_the_administrators_and_lets_a_new_link_work()
    {
        await UseAsync(await CreateAsync(), "ann");
        await _world.CreateAsync("vic", Role.Viewer);
        var session = ((SignInOutcome.Done)await _world.TryAsync("ann")).Secret;

        await _world.Links.ForgetAdministratorsAsync(CancellationToken.None);

        Assert.Null(await _world.Sessions.FindAsync(session, isUse: true, CancellationToken.None));
        Assert.IsType<SignInOutcome.Wrong>(await _world.TryAsync("ann"));
        Assert.IsType<SignInOutcome.Done>(await _world.TryAsync("vic"));
        Assert.Null(await UseAsync(await CreateAsync(), "ann"));
    }

    [ToolFact("initdb", "postgres")]
    public async Task Of_two_nodes_that_share_PostgreSQL_one_lets_in()
    {
        await using var postgres = await PrivatePostgres.StartAsync();
        await using var one = new AccessWorld(postgres.ConnectionString);
        await using var other = new AccessWorld(postgres.ConnectionString);
        var link = await one.Links.CreateAsync(CancellationToken.None);

        var answers = await Task.WhenAll(
            one.Links.UseAsync(link, "ann", AccessWorld.Password, CancellationToken.None), other.Links.UseAsync(link, "eve", AccessWorld.Password, CancellationToken.None));

        Assert.Single(answers, answer => answer is null);
        var account = Assert.Single(await one.Accounts.ListAsync(CancellationToken.None)).Name;
        var done = Assert.IsType<SignInOutcome.Done>(await other.TryAsync(account));
        Assert.NotNull(await one.Sessions.FindAsync(done.Secret, isUse: true, CancellationToken.None));
        Assert.True(TokenRequest.TryParse("t", "viewer", [], "", one.Clock, out var request, out _));
        var token = await one.Tokens.CreateAsync(request, CancellationToken.None);
        Assert.NotNull(await other.Tokens.FindAsync(token!, CancellationToken.None));
    }

    private Task<string> CreateAsync() => _world.Links.CreateAsync(CancellationToken.None);

    private Task<bool> IsGoodAsync(string link) => _world.Links.IsGoodAsync(link, CancellationToken.None);

    private Task<string?> UseAsync(string link, string name) => _world.Links.UseAsync(link, name, AccessWorld.Password, CancellationToken.None);
}
