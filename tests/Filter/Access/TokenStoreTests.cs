using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Filter.Access;
using MsLite.Filter.State;
using MsLite.Harness;

namespace MsLite.Filter.Tests.Access;

public sealed class TokenStoreTests : IAsyncDisposable
{
    private readonly TempTree _tree = new();
    private readonly ManualClock _clock = new(new DateTimeOffset(2026, 6, 15, 12, 0, 0, TimeSpan.Zero));
    private readonly StateDatabase _database;
    private readonly StateWriter _writer;
    private readonly TokenStore _tokens;

    public TokenStoreTests()
    {
        _database = StateDatabase.OfFile(_tree.Path("state.db"));
        _writer = new StateWriter(_database, NullLogger<StateWriter>.Instance);
        _tokens = new TokenStore(_database, _writer, _clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _database.DisposeAsync();
        _tree.Dispose();
    }

    [Fact]
    public async Task A_token_gives_back_what_it_was_made_with()
    {
        var token = await CreateAsync("deploy", "domain-administrator", "", "Example.COM", "grüße.example");

        var found = (await _tokens.FindAsync(token!, CancellationToken.None))!.Caller;

        Assert.Equal(("deploy", Role.DomainAdministrator), (found.Name, found.Role));
        Assert.Equal(["example.com", "xn--gre-6ka8l.example"], found.Domains.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task It_is_random_and_the_database_does_not_hold_it()
    {
        var (one, other) = (await CreateAsync("a"), await CreateAsync("b"));
        await _writer.DisposeAsync();

        Assert.Matches("^mslite_[A-Za-z0-9_-]{43}$", one);
        Assert.NotEqual(one, other);
        Assert.All(_tree.Files(), file => Assert.DoesNotContain(one!["mslite_".Length..], System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(_tree.Path(file))), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_cannot_have_one_name()
    {
        var first = await CreateAsync("twice");

        Assert.Null(await CreateAsync("twice"));
        Assert.NotNull(await _tokens.FindAsync(first!, CancellationToken.None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("mslite_")]
    [InlineData("mslite_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("' OR ''='")]
    public async Task Nothing_else_is_a_token(string text)
    {
        await CreateAsync("a");

        Assert.Null(await _tokens.FindAsync(text, CancellationToken.None));
    }

    [Fact]
    public async Task A_revoked_token_is_none()
    {
        var token = await CreateAsync("a");

        Assert.NotNull(await _tokens.RevokeAsync("a", CancellationToken.None));

        Assert.Null(await _tokens.FindAsync(token!, CancellationToken.None));
        Assert.Null(await _tokens.RevokeAsync("a", CancellationToken.None));
    }

    [Theory]
    [InlineData("1d", 24)]
    [InlineData("2026-06-15", 12)]
    [InlineData("2026-06-15T15:00:00Z", 3)]
    public async Task It_is_one_until_its_last_moment(string expires, int hours)
    {
        var token = await CreateAsync("a", expires: expires);

        _clock.Advance(TimeSpan.FromHours(hours) - TimeSpan.FromMilliseconds(1));
        Assert.NotNull(await _tokens.FindAsync(token!, CancellationToken.None));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await _tokens.FindAsync(token!, CancellationToken.None));
    }

    [Fact]
    public async Task Its_use_is_noted_but_not_each_time()
    {
        var token = await CreateAsync("a");
        Assert.Null((await OnlyAsync()).LastUsed);

        var first = _clock.GetUtcNow();
        await _tokens.FindAsync(token!, CancellationToken.None);
        _clock.Advance(TimeSpan.FromMinutes(9));
        await _tokens.FindAsync(token!, CancellationToken.None);
        Assert.Equal(first, (await OnlyAsync()).LastUsed);

        _clock.Advance(TimeSpan.FromMinutes(1));
        await _tokens.FindAsync(token!, CancellationToken.None);
        Assert.Equal(_clock.GetUtcNow(), (await OnlyAsync()).LastUsed);
    }

    [Theory]
    [InlineData("There is no role \"root\"", "n", "root", "")]
    [InlineData("A name has 1 to 64 characters", "", "viewer", "")]
    [InlineData("A name has 1 to 64 characters", "a\nb", "viewer", "")]
    [InlineData("A domain administrator needs at least one domain.", "n", "domain-administrator", "")]
    [InlineData("An administrator has every domain", "n", "administrator", "", "example.com")]
    [InlineData("\"../etc\" is no domain", "n", "viewer", "", "../etc")]
    [InlineData("\"_global_\" is no domain", "n", "domain-administrator", "", "_global_")]
    [InlineData("\"soon\" is no time", "n", "viewer", "soon")]
    [InlineData("\"2026-06-14\" is in the past", "n", "viewer", "2026-06-14")]
    public void What_makes_no_sense_is_refused_in_a_sentence(string fault, string name, string role, string expires, params string[] domains)
    {
        Assert.False(TokenRequest.TryParse(name, role, domains, expires, _clock, out _, out var found));
        Assert.StartsWith(fault, found, StringComparison.Ordinal);
    }

    private async Task<Token> OnlyAsync() => Assert.Single(await _tokens.ListAsync(CancellationToken.None));

    private Task<string?> CreateAsync(string name, string role = "viewer", string expires = "", params string[] domains)
    {
        Assert.True(TokenRequest.TryParse(name, role, domains, expires, _clock, out var request, out var fault), fault);
        return _tokens.CreateAsync(request, CancellationToken.None);
    }
}
