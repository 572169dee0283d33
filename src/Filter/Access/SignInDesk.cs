using System.Collections.Concurrent;
using System.Data.Common;
using System.Net;

namespace MsLite.Filter.Access;

/// <summary>
/// Lets people in by name, password and, where an account has one, the authenticator's code. Guessing is slowed in two ways: by the
/// address it comes from, and by the account it is about. The second does not hold for a browser that the account has signed in with
/// before, so a stranger cannot lock its owner out.
/// </summary>
public sealed class SignInDesk
{
    private const int MostPerAccount = 20;
    private const int MostAccounts = 1_000;

    private static readonly TimeSpan s_accountWindow = TimeSpan.FromMinutes(15);

    private readonly AccountStore _accounts;
    private readonly SessionStore _sessions;
    private readonly Passwords _passwords;
    private readonly FailedTries _failed;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, (long Begun, int Count)> _byAccount = new(StringComparer.Ordinal);

    internal SignInDesk(AccountStore accounts, SessionStore sessions, Passwords passwords, TimeProvider clock) =>
        (_accounts, _sessions, _passwords, _failed, _clock) = (accounts, sessions, passwords, new FailedTries(clock), clock);

    /// <exception cref="DbException">The database does not answer; nobody is let in.</exception>
    public async Task<SignInOutcome> TryAsync(SignInTry attempt, CancellationToken ct)
    {
        var name = AccountName.ToKey(attempt.Name);
        if (Wait(name, attempt) is var wait && wait > TimeSpan.Zero)
        {
            return new SignInOutcome.Wait(wait);
        }

        // Counted before it is known to be wrong, so that many at once are as many as one after the other.
        Count(name, attempt.Client);
        var stored = name.Length <= AccountName.MaxLength ? await _accounts.FindAsync(name, ct) : null;
        if (!await _passwords.IsRightAsync(stored?.Password ?? "", attempt.Password, ct) || stored is null)
        {
            return new SignInOutcome.Wrong();
        }

        if (stored.TotpKey.Length > 0)
        {
            if (attempt.Code.Length == 0)
            {
                return new SignInOutcome.NeedsCode();
            }

            if (!await TakeCodeAsync(stored, attempt.Code, ct))
            {
                return new SignInOutcome.Wrong();
            }
        }

        _failed.Forget(attempt.Client);
        return new SignInOutcome.Done(name, await _sessions.BeginAsync(name, attempt.Client?.ToString() ?? "", attempt.Browser, ct));
    }

    private TimeSpan Wait(string name, SignInTry attempt)
    {
        var wait = _failed.Wait(attempt.Client);
        if (wait > TimeSpan.Zero || attempt.IsKnownBrowser)
        {
            return wait;
        }

        return _byAccount.TryGetValue(name, out var tries) && tries.Count >= MostPerAccount && _clock.GetElapsedTime(tries.Begun) < s_accountWindow
            ? s_accountWindow - _clock.GetElapsedTime(tries.Begun)
            : TimeSpan.Zero;
    }

    private void Count(string name, IPAddress? client)
    {
        _failed.Add(client);
        if (_byAccount.Count >= MostAccounts)
        {
            // Names that nobody has come from who guesses them, and he is slowed by his address.
            _byAccount.Clear();
        }

        _byAccount.AddOrUpdate(
            name.Length <= AccountName.MaxLength ? name : "",
            _ => (_clock.GetTimestamp(), 1),
            (_, tries) => _clock.GetElapsedTime(tries.Begun) >= s_accountWindow ? (_clock.GetTimestamp(), 1) : (tries.Begun, tries.Count + 1));
    }

    private async Task<bool> TakeCodeAsync(StoredAccount account, string code, CancellationToken ct)
    {
        if (Totp.FindStep(account.TotpKey, code, account.TotpStep, _clock.GetUtcNow()) is { } step)
        {
            return await _accounts.TakeCodeAsync(account, step, account.Recovery, ct);
        }

        return RecoveryCodes.Take(account.Recovery, code) is { } left && await _accounts.TakeCodeAsync(account, account.TotpStep, left, ct);
    }
}
