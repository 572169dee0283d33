using System.Data.Common;
using MsLite.Filter.Quarantine;
using MsLite.Filter.State;

namespace MsLite.Filter.Release;

/// <summary>
/// Remembers which copies were released, so that nobody gets one twice by accident. A release is entered before it begins: one whose end
/// is not known counts as done, because the next hop may have it.
/// </summary>
internal sealed class ReleaseBook(StateWriter writer, StateDatabase database, TimeProvider clock)
{
    private const string Enter = """
        INSERT INTO released (file, id, recipient, begun, ended, reply, who) VALUES (@file, @id, @recipient, @begun, 0, '', @who)
        ON CONFLICT (file) DO NOTHING
        """;

    private const string TakeOver = "UPDATE released SET begun = @begun, ended = 0, reply = '', who = @who WHERE file = @file AND begun = @former";

    private const string PutBack = """
        UPDATE released SET begun = @former, ended = @former_ended, reply = @former_reply, who = @former_who WHERE file = @file AND begun = @begun
        """;

    /// <summary>Enters a release, or gives the former one of this copy, because of which none may begin: one of the two is null.</summary>
    /// <param name="again">The former one does not matter. It has its place again when nobody takes the copy this time.</param>
    /// <exception cref="DbException">The database does not answer.</exception>
    public Task<(BegunRelease? Begun, FormerRelease? Former)> BeginAsync(QuarantineEntry entry, string who, bool again, CancellationToken ct) => writer.WriteAsync(
        async (connection, transaction) =>
        {
            while (true)
            {
                var former = await FindAsync(connection, transaction, entry);
                if (former is not null && !again)
                {
                    return ((BegunRelease?)null, (FormerRelease?)former);
                }

                var begun = new BegunRelease(former?.File ?? FileOf(entry), TimeAfter(former), former);
                if (await EnterAsync(connection, transaction, begun, entry, who) == 1)
                {
                    return (begun, null);
                }

                // Another node was faster: what it has written is looked at.
            }
        },
        ct);

    /// <summary>The last release of a copy; null when there was none.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<FormerRelease?> FindAsync(QuarantineEntry entry, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        return await FindAsync(connection, transaction: null, entry);
    }

    /// <summary>The last release of each copy of a message, with its recipient as the index line spells it.</summary>
    /// <param name="id">The message's reference.</param>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task<IReadOnlyList<(string Recipient, FormerRelease Release)>> FindAllAsync(string id, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await using var command = connection.Command("SELECT file, begun, ended, reply, who, recipient FROM released WHERE id = @id", ("id", id));
        await using var rows = await command.ExecuteReaderAsync(ct);
        var found = new List<(string, FormerRelease)>();
        while (await rows.ReadAsync(ct))
        {
            found.Add((rows.GetString(5), Read(rows)));
        }

        return found;
    }

    /// <summary>The next hop has it. Who has begun another release of the copy meanwhile enters the end of that one.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public Task<int> EndAsync(BegunRelease release, string reply) => writer.ExecuteAsync(
        "UPDATE released SET ended = @now, reply = @reply WHERE file = @file AND begun = @begun",
        CancellationToken.None,
        ("file", release.File), ("begun", release.Begun), ("reply", reply), ("now", Now()));

    /// <summary>Nobody took it: the book is as if this release had not been. Another one that has begun meanwhile stays.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public Task<int> ForgetAsync(BegunRelease release) => release.Former is { } former
        ? writer.ExecuteAsync(
            PutBack,
            CancellationToken.None,
            ("file", release.File), ("begun", release.Begun), ("former", Milliseconds(former.Begun)),
            ("former_ended", former.Ended is { } ended ? Milliseconds(ended) : 0L), ("former_reply", former.Reply), ("former_who", former.Who))
        : writer.ExecuteAsync(
            "DELETE FROM released WHERE file = @file AND begun = @begun", CancellationToken.None, ("file", release.File), ("begun", release.Begun));

    /// <summary>Where a copy lies in the archive, and what the book knows it by.</summary>
    public static string FileOf(QuarantineEntry entry) => $"{entry.Day}/{entry.Domain}/{entry.FileName}";

    private static Task<int> EnterAsync(DbConnection connection, DbTransaction transaction, BegunRelease begun, QuarantineEntry entry, string who) => begun.Former is { } former
        ? connection.ChangeAsync(transaction, TakeOver, ("file", begun.File), ("begun", begun.Begun), ("who", who), ("former", Milliseconds(former.Begun)))
        : connection.ChangeAsync(
            transaction, Enter, ("file", begun.File), ("id", entry.Id ?? ""), ("recipient", entry.Recipient), ("begun", begun.Begun), ("who", who));

    private static async Task<FormerRelease?> FindAsync(DbConnection connection, DbTransaction? transaction, QuarantineEntry entry)
    {
        // A year later the day's directory has another name, while the file still has its own, which no other file ever gets.
        var (which, file) = DayName.IsNumber(entry.Day)
            ? ("file = @file", FileOf(entry))
            : ("SUBSTR(file, LENGTH(file) - LENGTH(@file) + 1) = @file", $"/{entry.Domain}/{entry.FileName}");
        await using var command = connection.Command($"SELECT file, begun, ended, reply, who FROM released WHERE {which} ORDER BY begun DESC LIMIT 1", ("file", file));
        command.Transaction = transaction;
        await using var rows = await command.ExecuteReaderAsync();
        return await rows.ReadAsync() ? Read(rows) : null;
    }

    private static FormerRelease Read(DbDataReader rows) => new(
        rows.GetString(0), Time(rows.GetInt64(1)), rows.GetInt64(2) is not 0 and var ended ? Time(ended) : null, rows.GetString(3), rows.GetString(4));

    /// <summary>Now; but no two releases of a copy begin at the same time, since that tells them apart.</summary>
    private long TimeAfter(FormerRelease? former) => former is null ? Now() : Math.Max(Now(), Milliseconds(former.Begun) + 1);

    private long Now() => Milliseconds(clock.GetUtcNow());

    private static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}

/// <summary>A release that is under way.</summary>
/// <param name="Begun">Milliseconds since 1970. With the file it says which release the book's row is of.</param>
/// <param name="Former">Whose place it has taken; null for a copy's first.</param>
internal sealed record BegunRelease(string File, long Begun, FormerRelease? Former);

/// <param name="Ended">Null when its end is not known; else the next hop took it with <paramref name="Reply"/>.</param>
/// <param name="Who">The caller's name; empty where nobody asked.</param>
internal sealed record FormerRelease(string File, DateTimeOffset Begun, DateTimeOffset? Ended, string Reply, string Who)
{
    public bool IsOver => Ended is not null;
}
