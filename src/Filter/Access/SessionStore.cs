using System.Data.Common;
using MsLite.Filter.State;

namespace MsLite.Filter.Access;

/// <summary>Who is signed in, in the state database, so that a session can be ended from anywhere and at once. The browser holds a random secret, we its hash.</summary>
public sealed class SessionStore
{
    private const string Columns = "s.hash, s.begun, s.used, s.address, s.browser, a.name, a.role, a.domains";
    private const int MaxBrowserLength = 200;

    /// <summary>Unused for so long, a session ends.</summary>
    private static readonly TimeSpan s_idle = TimeSpan.FromHours(12);

    /// <summary>However much it is used, it ends.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(7);

    private static readonly TimeSpan s_noteUseEvery = TimeSpan.FromMinutes(5);

    private readonly StateDatabase _database;
    private readonly StateWriter _writer;
    private readonly TimeProvider _clock;

    internal SessionStore(StateDatabase database, StateWriter writer, TimeProvider clock) => (_database, _writer, _clock) = (database, writer, clock);

    /// <summary>A new secret at each sign-in: one that somebody else put into the browser before is worth nothing.</summary>
    /// <exception cref="DbException">The database does not answer; nobody is signed in.</exception>
    public async Task<string> BeginAsync(string account, string address, string browser, CancellationToken ct)
    {
        var secret = Secret.Create();
        await _writer.ExecuteAsync(
            "INSERT INTO sessions (hash, account, begun, used, address, browser) VALUES (@hash, @account, @now, @now, @address, @browser)", ct,
            ("hash", Secret.Hash(secret)), ("account", account), ("now", Now), ("address", address), ("browser", PlainText.Clean(browser, MaxBrowserLength)));
        return secret;
    }

    /// <summary>Who it is, with the role and domains of this moment; null when the session has ended.</summary>
    /// <param name="isUse">Whether this keeps the session alive.</param>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<Session?> FindAsync(string secret, bool isUse, CancellationToken ct)
    {
        var found = (await ReadAsync("s.hash = @hash", ct, ("hash", Secret.Hash(secret)))).FirstOrDefault();
        if (found is not null && isUse && _clock.GetUtcNow() - found.Used >= s_noteUseEvery)
        {
            await _writer.ExecuteAsync("UPDATE sessions SET used = @now WHERE hash = @hash", ct, ("now", Now), ("hash", found.Id));
        }

        return found;
    }

    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<IReadOnlyList<Session>> ListAsync(string account, CancellationToken ct) => await ReadAsync("s.account = @account", ct, ("account", account));

    /// <summary>Those of all accounts, the newest first.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<IReadOnlyList<Session>> ListAllAsync(CancellationToken ct) => await ReadAsync("1 = 1", ct);

    /// <summary>Ends every session but one; gives how many.</summary>
    /// <param name="keptId">The <see cref="Session.Id"/> of who asks for it.</param>
    /// <exception cref="DbException">The database does not answer; the sessions go on.</exception>
    public Task<int> EndOthersAsync(string keptId, CancellationToken ct) => _writer.ExecuteAsync("DELETE FROM sessions WHERE hash <> @hash", ct, ("hash", keptId));

    /// <exception cref="DbException">The database does not answer; the session goes on.</exception>
    public Task EndAsync(string account, string id, CancellationToken ct) =>
        _writer.ExecuteAsync("DELETE FROM sessions WHERE hash = @hash AND account = @account", ct, ("hash", id), ("account", account));

    /// <summary>Forgets what has ended by itself; gives how many.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public Task<int> ExpireAsync(CancellationToken ct) =>
        _writer.ExecuteAsync("DELETE FROM sessions WHERE used <= @idle OR begun <= @longest", ct, ("idle", Before(s_idle)), ("longest", Before(s_longest)));

    private long Now => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    private long Before(TimeSpan time) => (_clock.GetUtcNow() - time).ToUnixTimeMilliseconds();

    private async Task<List<Session>> ReadAsync(string which, CancellationToken ct, params (string Name, object? Value)[] values)
    {
        await using var connection = await _database.OpenAsync(ct);
        await using var command = connection.Command(
            $"SELECT {Columns} FROM sessions s JOIN accounts a ON a.name = s.account WHERE {which} AND s.used > @idle AND s.begun > @longest ORDER BY s.begun DESC",
            [.. values, ("idle", Before(s_idle)), ("longest", Before(s_longest))]);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var sessions = new List<Session>();
        while (await rows.ReadAsync(ct))
        {
            var caller = new Caller(rows.GetString(5), RoleExtensions.OfWord(rows.GetString(6)), DomainSet.Of(rows.GetString(7)));
            sessions.Add(new Session(rows.GetString(0), caller, Time(rows.GetInt64(1)), Time(rows.GetInt64(2)), rows.GetString(3), rows.GetString(4)));
        }

        return sessions;
    }

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
