using System.Data.Common;

namespace MsLite.Filter.Access;

/// <summary>What people may change about their own account, each with the password once more: an unlocked desk is not enough.</summary>
public sealed class OwnAccount
{
    private const string WrongPassword = "The password is wrong.";

    private readonly AccountStore _accounts;
    private readonly Passwords _passwords;
    private readonly TimeProvider _clock;

    internal OwnAccount(AccountStore accounts, Passwords passwords, TimeProvider clock) => (_accounts, _passwords, _clock) = (accounts, passwords, clock);

    /// <summary>A new key for an authenticator, in base 32; nothing is asked for before <see cref="AskForCodesAsync"/>.</summary>
    public static string NewKey() => Totp.CreateKey();

    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<Account?> FindAsync(string name, CancellationToken ct) => (await _accounts.FindAsync(name, ct))?.Account;

    /// <summary>Null when it is done, and every session has ended; otherwise what is wrong, in a sentence.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<string?> ChangePasswordAsync(string name, string current, string password, CancellationToken ct) =>
        await IsRightAsync(name, current, ct) ? await _accounts.SetPasswordAsync(name, password, ct) : WrongPassword;

    /// <summary>The recovery codes, told this once, when the authenticator has the key; otherwise what is wrong, in a sentence.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<(IReadOnlyList<string> Recovery, string? Fault)> AskForCodesAsync(string name, string current, string key, string code, CancellationToken ct)
    {
        if (!await IsRightAsync(name, current, ct))
        {
            return ([], WrongPassword);
        }

        // A code that was shown before the key was known here cannot have been taken before.
        return Totp.FindStep(key, code, 0, _clock.GetUtcNow()) is { } step
            ? (await _accounts.SetTotpAsync(name, key, step, ct), null)
            : ([], "The code is wrong: look whether the clocks of this server and of your device are right.");
    }

    /// <summary>Null when no code is asked for any more; otherwise what is wrong, in a sentence.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<string?> StopAskingAsync(string name, string current, CancellationToken ct)
    {
        if (!await IsRightAsync(name, current, ct))
        {
            return WrongPassword;
        }

        await _accounts.ClearTotpAsync(name, ct);
        return null;
    }

    private async Task<bool> IsRightAsync(string name, string password, CancellationToken ct) =>
        await _accounts.FindAsync(name, ct) is { } stored && await _passwords.IsRightAsync(stored.Password, password, ct);
}
