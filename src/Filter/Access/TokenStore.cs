using System.Data.Common;
using MsLite.Filter.State;

namespace MsLite.Filter.Access;

/// <summary>The tokens of the REST interface, in the state database: what another process makes or revokes counts from the next request on.</summary>
public sealed class TokenStore
{
    private const string Prefix = "mslite_";
    private const int MaxLength = 100;
    private const string Columns = "name, role, domains, created, expires, last_used";

    /// <summary>A script that asks all day long need not cost a write for each request.</summary>
    private static readonly TimeSpan s_noteUseEvery = TimeSpan.FromMinutes(10);

    private readonly StateDatabase _database;
    private readonly StateWriter _writer;
    private readonly TimeProvider _clock;

    internal TokenStore(StateDatabase database, StateWriter writer, TimeProvider clock) => (_database, _writer, _clock) = (database, writer, clock);

    /// <summary>The new token, which is told this once; null when the name is taken.</summary>
    /// <exception cref="DbException">The database does not answer; there is no token.</exception>
    public async Task<string?> CreateAsync(TokenRequest request, CancellationToken ct)
    {
        var token = Secret.Create(Prefix);
        var made = await _writer.ExecuteAsync(
            """
            INSERT INTO tokens (name, hash, role, domains, created, expires, last_used)
            VALUES (@name, @hash, @role, @domains, @created, @expires, 0) ON CONFLICT (name) DO NOTHING
            """,
            ct,
            ("name", request.Name), ("hash", Secret.Hash(token)), ("role", request.Role.Word()), ("domains", DomainSet.Text(request.Domains)),
            ("created", _clock.GetUtcNow().ToUnixTimeMilliseconds()), ("expires", request.Expires?.ToUnixTimeMilliseconds() ?? 0));
        return made == 1 ? token : null;
    }

    /// <summary>The token's description, if it is one, was not revoked and has not expired.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<Token?> FindAsync(string token, CancellationToken ct)
    {
        if (token.Length > MaxLength || !token.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        await using var connection = await _database.OpenAsync(ct);
        await using var command = connection.Command($"SELECT {Columns}, hash FROM tokens WHERE hash = @hash", ("hash", Secret.Hash(token)));
        await using var rows = await command.ExecuteReaderAsync(ct);
        if (!await rows.ReadAsync(ct) || !Secret.IsHashOf(rows.GetString(6), token) || Read(rows) is not { } found)
        {
            return null;
        }

        var now = _clock.GetUtcNow();
        if (found.Expires <= now)
        {
            return null;
        }

        if (found.LastUsed is null || now - found.LastUsed >= s_noteUseEvery)
        {
            await NoteUseAsync(found.Name, now, ct);
        }

        return found;
    }

    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<IReadOnlyList<Token>> ListAsync(CancellationToken ct)
    {
        await using var connection = await _database.OpenAsync(ct);
        await using var command = connection.Command($"SELECT {Columns} FROM tokens ORDER BY name");
        await using var rows = await command.ExecuteReaderAsync(ct);
        var tokens = new List<Token>();
        while (await rows.ReadAsync(ct))
        {
            tokens.Add(Read(rows));
        }

        return tokens;
    }

    /// <summary>False when there is none of that name.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<bool> RevokeAsync(string name, CancellationToken ct) =>
        await _writer.ExecuteAsync("DELETE FROM tokens WHERE name = @name", ct, ("name", name)) == 1;

    private Task<int> NoteUseAsync(string name, DateTimeOffset now, CancellationToken ct) =>
        _writer.ExecuteAsync("UPDATE tokens SET last_used = @now WHERE name = @name", ct, ("name", name), ("now", now.ToUnixTimeMilliseconds()));

    private static Token Read(DbDataReader rows) => new(
        rows.GetString(0), RoleExtensions.OfWord(rows.GetString(1)), DomainSet.Of(rows.GetString(2)),
        DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(3)), Time(rows.GetInt64(4)), Time(rows.GetInt64(5)));

    private static DateTimeOffset? Time(long milliseconds) => milliseconds == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
