using MsLite.Filter.Access;

namespace MsLite.Filter.Tests.Access;

public sealed class PasswordsTests : IDisposable
{
    private const string Password = "correct horse battery";

    private readonly Passwords _passwords = new();

    public void Dispose() => _passwords.Dispose();

    /// <summary>CritFix of rspamd 4.1.4: a hash that could not be read let everybody in.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("*")]
    [InlineData("AQ==")]
    [InlineData("AQAAAAEAACcQAAAA")]
    [InlineData("correct horse battery")]
    [InlineData("$2y$10$abcdefghijklmnopqrstuv")]
    public async Task A_stored_password_that_is_no_hash_lets_nobody_in(string stored)
    {
        Assert.False(await _passwords.IsRightAsync(stored, Password, CancellationToken.None));
        Assert.False(await _passwords.IsRightAsync(stored, stored, CancellationToken.None));
        Assert.False(await _passwords.IsRightAsync(stored, "", CancellationToken.None));
    }

    [Fact]
    public async Task A_hash_that_was_cut_off_anywhere_lets_nobody_in()
    {
        var hash = await _passwords.HashAsync(Password, CancellationToken.None);
        Assert.True(await _passwords.IsRightAsync(hash, Password, CancellationToken.None));
        for (var length = 0; length < hash.Length; length += 7)
        {
            Assert.False(await _passwords.IsRightAsync(hash[..length], Password, CancellationToken.None), $"{length} characters of the hash let somebody in.");
        }
    }
}
