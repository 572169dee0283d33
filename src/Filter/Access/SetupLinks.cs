using System.Data.Common;
using MsLite.Filter.State;

namespace MsLite.Filter.Access;

/// <summary>
/// The link by which the first administrator chooses name and password. It works once, for a day, and only while there is no
/// administrator; the state database holds its hash, so a command can make one beside a running server.
/// </summary>
public sealed class SetupLinks
{
    private static readonly TimeSpan s_life = TimeSpan.FromDays(1);

    private readonly StateDatabase _database;
    private readonly StateWriter _writer;
    private readonly Passwords _passwords;
    private readonly TimeProvider _clock;

    internal SetupLinks(StateDatabase database, StateWriter writer, Passwords passwords, TimeProvider clock) =>
        (_database, _writer, _passwords, _clock) = (database, writer, passwords, clock);

    /// <summary>The link's secret. Links that have expired are forgotten.</summary>
    /// <exception cref="DbException">The database does not answer; there is no link.</exception>
    public async Task<string> CreateAsync(CancellationToken ct)
    {
        var secret = Secret.Create();
        var now = _clock.GetUtcNow();
        await _writer.ExecuteAsync("DELETE FROM setup_links WHERE expires <= @now", ct, ("now", now.ToUnixTimeMilliseconds()));
        await _writer.ExecuteAsync(
            "INSERT INTO setup_links (hash, expires) VALUES (@hash, @expires)", ct,
            ("hash", Secret.Hash(secret)), ("expires", (now + s_life).ToUnixTimeMilliseconds()));
        return secret;
    }

    /// <summary>Whether it would work now.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<bool> IsGoodAsync(string secret, CancellationToken ct)
    {
        await using var connection = await _database.OpenAsync(ct);
        await using var command = connection.Command(
            $"SELECT COUNT(*) FROM setup_links WHERE hash = @hash AND expires > @now AND ({AccountSql.CountAdministrators}) = 0",
            ("hash", Secret.Hash(secret)), ("now", _clock.GetUtcNow().ToUnixTimeMilliseconds()));
        return Convert.ToInt64(await command.ExecuteScalarAsync(ct), System.Globalization.CultureInfo.InvariantCulture) == 1;
    }

    /// <summary>Null when the administrator is made, and no link works any more; otherwise what is wrong, in a sentence.</summary>
    /// <exception cref="DbException">The database does not answer; nothing is done.</exception>
    public async Task<string?> UseAsync(string secret, string name, string password, CancellationToken ct)
    {
        var key = AccountName.ToKey(name);
        if (!AccountName.IsValid(key, out var fault) || !Passwords.IsAcceptable(key, password, out fault))
        {
            return fault;
        }

        if (!await IsGoodAsync(secret, ct))
        {
            return "This link has been used or has expired.";
        }

        var hash = await _passwords.HashAsync(password, ct);
        return await MakeAsync(key, hash, secret, ct) ? null : "This link has been used, or the name belongs to another account.";
    }

    /// <summary>The first administrator without a link, for a program that is set up by files; false when there is one.</summary>
    /// <exception cref="DbException">The database does not answer; nothing is done.</exception>
    public async Task<bool> MakeFirstAsync(string name, string password, CancellationToken ct) =>
        await MakeAsync(name, await _passwords.HashAsync(password, ct), await CreateAsync(ct), ct);

    /// <summary>Removes every administrator and ends their sessions, so that a new link works. Tokens stay.</summary>
    /// <exception cref="DbException">The database does not answer; nothing is done.</exception>
    public Task ForgetAdministratorsAsync(CancellationToken ct) => _writer.WriteAsync(
        async (connection, transaction) =>
        {
            await connection.ChangeAsync(transaction, "DELETE FROM sessions WHERE account IN (SELECT name FROM accounts WHERE role = 'administrator')");
            return await connection.ChangeAsync(transaction, "DELETE FROM accounts WHERE role = 'administrator'");
        },
        ct);

    /// <summary>All or nothing: taking the link's row is what lets one come in of two who use it at once.</summary>
    private Task<bool> MakeAsync(string name, string hash, string secret, CancellationToken ct) => _writer.WriteAsync(
        async (connection, transaction) =>
        {
            if (await connection.ChangeAsync(transaction, AccountSql.Insert, AccountSql.Values(name, hash, Role.Administrator, DomainSet.Empty, _clock)) != 1)
            {
                return false;
            }

            const string TakeLink = $"DELETE FROM setup_links WHERE hash = @hash AND expires > @now AND ({AccountSql.CountAdministrators}) = 1";
            if (await connection.ChangeAsync(transaction, TakeLink, ("hash", Secret.Hash(secret)), ("now", _clock.GetUtcNow().ToUnixTimeMilliseconds())) != 1)
            {
                await connection.ChangeAsync(transaction, "DELETE FROM accounts WHERE name = @name", ("name", name));
                return false;
            }

            await connection.ChangeAsync(transaction, "DELETE FROM setup_links");
            return true;
        },
        ct);
}
