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

    /// <summary>
    /// Null when the role and domains are theirs from now on: everybody signed in with the account is signed out, so that no open page
    /// goes on with the old ones. Otherwise what is wrong, in a sentence.
    /// </summary>
    /// <exception cref="DbException">The database does not answer; nothing is changed.</exception>
    public async Task<string?> ChangeAsync(string name, Role role, IEnumerable<string> domains, CancellationToken ct)
    {
        if (!DomainSet.TryParse(role, domains, out var set, out var fault))
        {
            return fault;
        }

        var changed = await _writer.WriteAsync(
            async (connection, transaction) =>
            {
                var count = await connection.ChangeAsync(
                    transaction, AccountSql.ChangeUnlessLast, ("name", name), ("role", role.Word()), ("domains", DomainSet.Text(set)));
                return count == 1 && await EndSessionsAsync(connection, transaction, name);
            },
            ct);
        return changed ? null
            : await FindAsync(name, ct) is null ? $"There is no account with the name \"{PlainText.Clean(name)}\" any more."
            : "The last administrator stays one: without any nobody could come in.";
    }

    /// <summary>For who has lost the authenticator: no code is asked for any more, and everybody signed in with the account is signed out.</summary>
    /// <returns>False when there is no such account, or no code was asked for.</returns>
    /// <exception cref="DbException">The database does not answer; nothing is changed.</exception>
    public Task<bool> ForgetCodesAsync(string name, CancellationToken ct) => _writer.WriteAsync(
        async (connection, transaction) =>
        {
            var count = await connection.ChangeAsync(
                transaction, "UPDATE accounts SET totp_key = '', totp_step = 0, recovery = '' WHERE name = @name AND totp_key <> ''", ("name", name));
            return count == 1 && await EndSessionsAsync(connection, transaction, name);
        },
        ct);

    /// <summary>What was deleted, so that it can be restored; null when it is not there, or is the last administrator's, without whom nobody could come in.</summary>
    /// <exception cref="DbException">The database does not answer; the account is still there.</exception>
    public async Task<DeletedAccount?> DeleteAsync(string name, CancellationToken ct)
    {
        var stored = await FindAsync(name, ct);
        var gone = await _writer.WriteAsync(
            async (connection, transaction) =>
            {
                var count = await connection.ChangeAsync(transaction, AccountSql.DeleteUnlessLast, ("name", name));
                await connection.ChangeAsync(transaction, "DELETE FROM sessions WHERE account NOT IN (SELECT name FROM accounts)");
                return count == 1;
            },
            ct);
        return gone && stored is not null ? new DeletedAccount(stored) : null;
    }

    /// <summary>The account as it was, with its password; false when another has taken its name.</summary>
    /// <exception cref="DbException">The database does not answer; the account is not there.</exception>
    public async Task<bool> RestoreAsync(DeletedAccount deleted, CancellationToken ct)
    {
        var (account, password, key, step, recovery) = deleted.Stored;
        return await _writer.ExecuteAsync(
            AccountSql.Restore, ct,
            ("name", account.Name), ("password", password), ("role", account.Role.Word()), ("domains", DomainSet.Text(account.Domains)),
            ("created", account.Created.ToUnixTimeMilliseconds()), ("totp_key", key), ("totp_step", step), ("recovery", recovery)) == 1;
    }

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

    // True, whether anybody was signed in or not.
    private static async Task<bool> EndSessionsAsync(DbConnection connection, DbTransaction transaction, string name) =>
        await connection.ChangeAsync(transaction, "DELETE FROM sessions WHERE account = @name", ("name", name)) >= 0;

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
