using MsLite.Filter.Access;

namespace MsLite.Filter.Tests.Access;

public sealed class SignInDeskTests : IAsyncDisposable
{
    private readonly AccessWorld _world = new();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData("ann")]
    [InlineData(" Ann ")]
    public async Task Name_and_password_let_in(string typed)
    {
        await _world.CreateAsync("ann", Role.DomainAdministrator, "example.com");

        var done = Assert.IsType<SignInOutcome.Done>(await _world.TryAsync(typed));

        var caller = (await _world.Sessions.FindAsync(done.Secret, isUse: true, CancellationToken.None))!.Caller;
        Assert.Equal(("ann", Role.DomainAdministrator), (caller.Name, caller.Role));
        Assert.True(caller.MayChange("example.com"));
    }

    [Theory]
    [InlineData("ann", "wrong password")]
    [InlineData("nobody", AccessWorld.Password)]
    [InlineData("", "")]
    [InlineData("ann", "")]
    public async Task Nothing_else_does(string name, string password)
    {
        await _world.CreateAsync("ann");

        Assert.IsType<SignInOutcome.Wrong>(await _world.TryAsync(name, password));
    }

    [Fact]
    public async Task Guessing_from_one_address_is_slowed_and_the_others_are_not()
    {
        await _world.CreateAsync("ann");
        for (var i = 0; i < 10; i++)
        {
            await _world.TryAsync($"guess{i}", "wrong");
        }

        Assert.IsType<SignInOutcome.Wait>(await _world.TryAsync("ann"));
        Assert.IsType<SignInOutcome.Done>(await _world.TryAsync("ann", client: "192.0.2.8"));

        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<SignInOutcome.Done>(await _world.TryAsync("ann"));
    }

    [Fact]
    public async Task One_network_of_IPv6_is_one_address()
    {
        for (var i = 0; i < 10; i++)
        {
            await _world.TryAsync("ann", "wrong", client: $"2001:db8::{i + 1:x}");
        }

        Assert.IsType<SignInOutcome.Wait>(await _world.TryAsync("ann", client: "2001:db8::ffff"));
        Assert.IsType<SignInOutcome.Wrong>(await _world.TryAsync("ann", client: "2001:db8:0:1::1"));
    }

    [Fact]
    public async Task A_stranger_with_many_addresses_cannot_lock_the_owner_out()
    {
        await _world.CreateAsync("ann");
        for (var i = 0; i < 25; i++)
        {
            await _world.TryAsync("ann", "wrong", client: $"198.51.100.{i}");
        }

        Assert.IsType<SignInOutcome.Wait>(await _world.TryAsync("ann"));
        Assert.IsType<SignInOutcome.Done>(await _world.TryAsync("ann", known: true));
        _world.Clock.Advance(TimeSpan.FromMinutes(15));
        Assert.IsType<SignInOutcome.Done>(await _world.TryAsync("ann"));
    }

    [Fact]
    public async Task Who_signs_in_now_and_then_never_waits()
    {
        await _world.CreateAsync("ann");
        for (var i = 0; i < 15; i++)
        {
            Assert.IsType<SignInOutcome.Done>(await _world.TryAsync("ann"));
        }
    }

    [Fact]
    public async Task With_an_authenticator_the_password_is_not_enough()
    {
        await _world.CreateAsync("ann");
        var key = Totp.CreateKey();
        var recovery = await _world.Accounts.SetTotpAsync("ann", key, 0, CancellationToken.None);
        var code = Totp.Code(Totp.FromBase32(key), Totp.StepOf(_world.Clock.GetUtcNow()));

        Assert.IsType<SignInOutcome.NeedsCode>(await _world.TryAsync("ann"));
        Assert.IsType<SignInOutcome.Wrong>(await _world.TryAsync("ann", code: "000000"));
        Assert.IsType<SignInOutcome.Wrong>(await _world.TryAsync("ann", "wrong password", code));
        Assert.IsType<SignInOutcome.Done>(await _world.TryAsync("ann", code: code));
        Assert.IsType<SignInOutcome.Wrong>(await _world.TryAsync("ann", code: code));
        Assert.IsType<SignInOutcome.Done>(await _world.TryAsync("ann", code: recovery[0]));
        Assert.IsType<SignInOutcome.Wrong>(await _world.TryAsync("ann", code: recovery[0]));
    }
}
