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
        return await InsertAsync(request.Name, Secret.Hash(token), request.Role, request.Domains, _clock.GetUtcNow(), request.Expires, null, ct) ? token : null;
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

    /// <summary>What was revoked, so that it can be taken back; null when there is none of that name.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<RevokedToken?> RevokeAsync(string name, CancellationToken ct)
    {
        await using var connection = await _database.OpenAsync(ct);
        await using var command = connection.Command($"SELECT {Columns}, hash FROM tokens WHERE name = @name", ("name", name));
        await using var rows = await command.ExecuteReaderAsync(ct);
        var found = await rows.ReadAsync(ct) ? new RevokedToken(Read(rows), rows.GetString(6)) : null;
        await rows.DisposeAsync();
        return await _writer.ExecuteAsync("DELETE FROM tokens WHERE name = @name", ct, ("name", name)) == 1 ? found : null;
    }

    /// <summary>The token counts again; false when another has taken its name.</summary>
    /// <exception cref="DbException">The database does not answer; it stays revoked.</exception>
    public async Task<bool> RestoreAsync(RevokedToken revoked, CancellationToken ct)
    {
        var token = revoked.Token;
        return await InsertAsync(token.Name, revoked.Hash, token.Role, token.Domains, token.Created, token.Expires, token.LastUsed, ct);
    }

    private async Task<bool> InsertAsync(
        string name, string hash, Role role, IReadOnlySet<string> domains, DateTimeOffset created, DateTimeOffset? expires, DateTimeOffset? lastUsed, CancellationToken ct) =>
        await _writer.ExecuteAsync(
            """
            INSERT INTO tokens (name, hash, role, domains, created, expires, last_used)
            VALUES (@name, @hash, @role, @domains, @created, @expires, @last_used) ON CONFLICT (name) DO NOTHING
            """,
            ct,
            ("name", name), ("hash", hash), ("role", role.Word()), ("domains", DomainSet.Text(domains)), ("created", created.ToUnixTimeMilliseconds()),
            ("expires", expires?.ToUnixTimeMilliseconds() ?? 0), ("last_used", lastUsed?.ToUnixTimeMilliseconds() ?? 0)) == 1;

    private Task<int> NoteUseAsync(string name, DateTimeOffset now, CancellationToken ct) =>
        _writer.ExecuteAsync("UPDATE tokens SET last_used = @now WHERE name = @name", ct, ("name", name), ("now", now.ToUnixTimeMilliseconds()));

    private static Token Read(DbDataReader rows) => new(
        rows.GetString(0), RoleExtensions.OfWord(rows.GetString(1)), DomainSet.Of(rows.GetString(2)),
        DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(3)), Time(rows.GetInt64(4)), Time(rows.GetInt64(5)));

    private static DateTimeOffset? Time(long milliseconds) => milliseconds == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
