using System.Data.Common;
using MsLite.Filter.State;

namespace MsLite.Filter.Access;

/// <summary>
/// Remembers for a day what a request that named itself with a key was answered, so that a script that lost the answer can ask again
/// without doing the thing twice. A request is entered before it is carried out.
/// </summary>
public sealed class AnswerBook
{
    /// <summary>Beyond this a key may be used anew.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromHours(24);

    /// <summary>A request whose end is not known after so long died with its process, and may be carried out again.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(10);

    private readonly StateWriter _writer;
    private readonly TimeProvider _clock;

    internal AnswerBook(StateWriter writer, TimeProvider clock) => (_writer, _clock) = (writer, clock);

    /// <summary>Null when the request may be carried out now; otherwise what is known of the one that had this key before.</summary>
    /// <param name="caller">Keys of one caller say nothing about those of another.</param>
    /// <param name="request">A hash of all that makes the request what it is.</param>
    /// <exception cref="DbException">The database does not answer.</exception>
    public Task<FormerAnswer?> BeginAsync(string caller, string key, string request, CancellationToken ct) => _writer.WriteAsync(
        async (connection, transaction) =>
        {
            var now = _clock.GetUtcNow();
            await connection.ChangeAsync(
                transaction, "DELETE FROM answered WHERE caller = @caller AND key = @key AND (time <= @old OR (status = 0 AND time <= @dead))",
                ("caller", caller), ("key", key), ("old", Time(now - KeptFor)), ("dead", Time(now - s_longest)));
            var entered = await connection.ChangeAsync(
                transaction, "INSERT INTO answered (caller, key, request, time, status, type, body) VALUES (@caller, @key, @request, @now, 0, '', '') ON CONFLICT (caller, key) DO NOTHING",
                ("caller", caller), ("key", key), ("request", request), ("now", Time(now)));
            return entered == 1 ? null : await FindAsync(connection, transaction, caller, key);
        },
        ct);

    /// <summary>Takes down what was answered.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public Task EndAsync(string caller, string key, int status, string type, string body) => _writer.ExecuteAsync(
        "UPDATE answered SET status = @status, type = @type, body = @body WHERE caller = @caller AND key = @key", CancellationToken.None,
        ("caller", caller), ("key", key), ("status", status), ("type", type), ("body", body));

    /// <summary>Nothing was done: the key is as good as new.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public Task ForgetAsync(string caller, string key) =>
        _writer.ExecuteAsync("DELETE FROM answered WHERE caller = @caller AND key = @key", CancellationToken.None, ("caller", caller), ("key", key));

    /// <summary>Forgets what is too old; gives how many.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public Task<int> ExpireAsync(CancellationToken ct) =>
        _writer.ExecuteAsync("DELETE FROM answered WHERE time <= @old", ct, ("old", Time(_clock.GetUtcNow() - KeptFor)));

    private static async Task<FormerAnswer?> FindAsync(DbConnection connection, DbTransaction transaction, string caller, string key)
    {
        await using var command = connection.Command("SELECT request, status, type, body FROM answered WHERE caller = @caller AND key = @key", ("caller", caller), ("key", key));
        command.Transaction = transaction;
        await using var rows = await command.ExecuteReaderAsync();
        return await rows.ReadAsync() ? new FormerAnswer(rows.GetString(0), (int)rows.GetInt64(1), rows.GetString(2), rows.GetString(3)) : null;
    }

    private static long Time(DateTimeOffset time) => time.ToUnixTimeMilliseconds();
}

/// <summary>A request that had the same key.</summary>
/// <param name="Request">Its hash.</param>
/// <param name="Status">0 while it is carried out, or when its end is not known.</param>
/// <param name="Type">The answer's media type.</param>
public sealed record FormerAnswer(string Request, int Status, string Type, string Body);
