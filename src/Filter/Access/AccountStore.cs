using System.Data.Common;
using MsLite.Filter.State;

namespace MsLite.Filter.Access;

/// <summary>The people who may use the panel, in the state database. Whoever loses an account, or gets another password, is signed out.</summary>
public sealed class AccountStore
{
    private const string Columns = "name, role, domains, created, totp_key, password, totp_step, recovery";

    private readonly StateDatabase _database;
    private readonly StateWriter _writer;
    private readonly Passwords _passwords;
    private readonly TimeProvider _clock;

    internal AccountStore(StateDatabase database, StateWriter writer, Passwords passwords, TimeProvider clock) =>
        (_database, _writer, _passwords, _clock) = (database, writer, passwords, clock);

    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<bool> HasAdministratorAsync(CancellationToken ct)
    {
        await using var connection = await _database.OpenAsync(ct);
        await using var command = connection.Command(AccountSql.CountAdministrators);
        return Convert.ToInt64(await command.ExecuteScalarAsync(ct), System.Globalization.CultureInfo.InvariantCulture) > 0;
    }

    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<IReadOnlyList<Account>> ListAsync(CancellationToken ct) => [.. (await ReadAsync("ORDER BY name", ct)).Select(stored => stored.Account)];

    /// <summary>Null when it is made; otherwise what is wrong, in a sentence.</summary>
    /// <exception cref="DbException">The database does not answer; there is no account.</exception>
    public async Task<string?> CreateAsync(string name, string password, Role role, IEnumerable<string> domains, CancellationToken ct)
    {
        var key = AccountName.ToKey(name);
        if (!AccountName.IsValid(key, out var fault) || !Passwords.IsAcceptable(key, password, out fault) || !DomainSet.TryParse(role, domains, out var set, out fault))
        {
            return fault;
        }

        var hash = await _passwords.HashAsync(password, ct);
        return await _writer.ExecuteAsync(AccountSql.Insert, ct, AccountSql.Values(key, hash, role, set, _clock)) == 1
            ? null
            : $"There is an account with the name \"{key}\" already.";
    }

    /// <summary>Null when it is done: everybody signed in with it is signed out. Otherwise what is wrong, in a sentence.</summary>
    /// <exception cref="DbException">The database does not answer; the password is the old one.</exception>
    public async Task<string?> SetPasswordAsync(string name, string password, CancellationToken ct)
    {
        if (!Passwords.IsAcceptable(name, password, out var fault))
        {
            return fault;
        }

        var hash = await _passwords.HashAsync(password, ct);
        var changed = await _writer.ExecuteAsync("UPDATE accounts SET password = @hash WHERE name = @name", ct, ("hash", hash), ("name", name));
        await _writer.ExecuteAsync("DELETE FROM sessions WHERE account = @name", ct, ("name", name));
        return changed == 1 ? null : $"There is no account with the name \"{name}\" any more.";
    }

    /// <summary>False when it is not there, or is the last administrator's, without whom nobody could come in.</summary>
    /// <exception cref="DbException">The database does not answer; the account is still there.</exception>
    public Task<bool> DeleteAsync(string name, CancellationToken ct) => _writer.WriteAsync(
        async (connection, transaction) =>
        {
            var gone = await connection.ChangeAsync(transaction, AccountSql.DeleteUnlessLast, ("name", name));
            await connection.ChangeAsync(transaction, "DELETE FROM sessions WHERE account NOT IN (SELECT name FROM accounts)");
            return gone == 1;
        },
        ct);

    /// <summary>Asks for the authenticator's code from now on; gives the recovery codes, which are told this once.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    internal async Task<IReadOnlyList<string>> SetTotpAsync(string name, string key, long step, CancellationToken ct)
    {
        var codes = RecoveryCodes.Create();
        await _writer.ExecuteAsync(
            "UPDATE accounts SET totp_key = @key, totp_step = @step, recovery = @recovery WHERE name = @name", ct,
            ("key", key), ("step", step), ("recovery", RecoveryCodes.Hashes(codes)), ("name", name));
        return codes;
    }

    /// <exception cref="DbException">The database does not answer.</exception>
    internal Task ClearTotpAsync(string name, CancellationToken ct) => _writer.ExecuteAsync(
        "UPDATE accounts SET totp_key = '', totp_step = 0, recovery = '' WHERE name = @name", ct, ("name", name));

    /// <summary>Notes that a code was taken; false when another sign-in took it in the same moment.</summary>
    internal async Task<bool> TakeCodeAsync(StoredAccount former, long step, string recovery, CancellationToken ct) => await _writer.ExecuteAsync(
        """
        UPDATE accounts SET totp_step = @step, recovery = @recovery
        WHERE name = @name AND totp_step = @former_step AND recovery = @former_recovery
        """,
        ct, ("step", step), ("recovery", recovery), ("name", former.Account.Name), ("former_step", former.TotpStep), ("former_recovery", former.Recovery)) == 1;

    internal async Task<StoredAccount?> FindAsync(string name, CancellationToken ct) =>
        (await ReadAsync("WHERE name = @name", ct, ("name", AccountName.ToKey(name)))).FirstOrDefault();

    private async Task<List<StoredAccount>> ReadAsync(string which, CancellationToken ct, params (string Name, object? Value)[] values)
    {
        await using var connection = await _database.OpenAsync(ct);
        await using var command = connection.Command($"SELECT {Columns} FROM accounts {which}", values);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var accounts = new List<StoredAccount>();
        while (await rows.ReadAsync(ct))
        {
            var account = new Account(
                rows.GetString(0), RoleExtensions.OfWord(rows.GetString(1)), DomainSet.Of(rows.GetString(2)),
                DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(3)), rows.GetString(4).Length > 0);
            accounts.Add(new StoredAccount(account, rows.GetString(5), rows.GetString(4), rows.GetInt64(6), rows.GetString(7)));
        }

        return accounts;
    }
}
