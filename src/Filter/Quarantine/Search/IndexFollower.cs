using System.Data.Common;
using MsLite.Filter.State;

namespace MsLite.Filter.Quarantine.Search;

/// <summary>Brings the rows of one domain's day up to its files: new lines of its index first, then copies that were read, released or removed by other hands.</summary>
internal sealed class IndexFollower(string root, DbConnection connection, SearchBatch batch, FollowedPlaces places)
{
    /// <summary>Whether neither lines nor copies have come or gone since they were read: of most directories a pass learns no more.</summary>
    public async Task<bool> IsUpToDateAsync(string day, string domain, CancellationToken ct) =>
        IsRead(new DomainDirectory(Path.Combine(root, day), domain), await places.FindAsync(batch, day, domain, ct));

    /// <summary>The lines that were new.</summary>
    /// <exception cref="IOException">The disk does not give the index.</exception>
    /// <exception cref="DbException">The database does not take the rows.</exception>
    public async Task<int> ReadNewLinesAsync(string day, string domain, CancellationToken ct)
    {
        var directory = new DomainDirectory(Path.Combine(root, day), domain);
        var count = 0;
        while (true)
        {
            var followed = await places.FindAsync(batch, day, domain, ct);
            if (IsRead(directory, followed))
            {
                return count;
            }

            if (IndexPart.TryRead(directory, day, followed) is not { } part)
            {
                await ForgetAsync(day, domain, ct);
            }
            else if (part.End == followed.Position)
            {
                return count;
            }
            else
            {
                count += await WriteAsync(day, domain, followed, part, ct);
            }
        }
    }

    /// <summary>Takes in what stood in an index that had never been read. The lines that were new.</summary>
    public async Task<int> WriteFirstAsync(string day, string domain, FirstReading reading, CancellationToken ct)
    {
        if (reading.Followed == Followed.Nothing || !await places.MoveAsync(batch, day, domain, Followed.Nothing, reading.Followed, ct))
        {
            return 0;
        }

        var count = 0;
        foreach (var line in reading.Lines)
        {
            count += await batch.InsertAsync(line, ct) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Removes rows whose copy is gone and takes over Maildir's flags. A directory whose times have not changed is not listed again.</summary>
    public async Task CompareFilesAsync(string day, string domain, CancellationToken ct)
    {
        var directory = new DomainDirectory(Path.Combine(root, day), domain);
        var followed = await places.FindAsync(batch, day, domain, ct);
        var times = MaildirFiles.Times(directory);
        if (followed.Listed == times)
        {
            return;
        }

        // The rows first: a line is written after its file, so a row without file is one whose file has gone.
        var hits = await RowsAsync(day, domain, ct);
        var files = MaildirFiles.Of(directory);
        foreach (var hit in hits)
        {
            if (!files.TryGetValue(hit.Entry.FileName, out var flags))
            {
                await batch.DeleteAsync(hit, ct);
            }
            else if (flags != hit.Flags)
            {
                await batch.ExecuteAsync("UPDATE copies SET flags = @flags WHERE key = @key", ct, ("flags", flags), ("key", hit.Key));
            }
        }

        await places.MoveAsync(batch, day, domain, followed, followed with { Listed = times }, ct);
    }

    /// <summary>Removes every row of a directory.</summary>
    public async Task ForgetAsync(string day, string domain, CancellationToken ct)
    {
        foreach (var hit in await RowsAsync(day, domain, ct))
        {
            await batch.DeleteAsync(hit, ct);
        }

        await places.ForgetAsync(batch, day, domain, ct);
    }

    /// <summary>An index that was written anew to exactly the same length is found by its directory's time: files came or went with it.</summary>
    private static bool IsRead(DomainDirectory directory, Followed followed) =>
        followed.Position > 0 && new FileInfo(directory.Index) is { Exists: true } index && index.Length == followed.Position && followed.Listed == MaildirFiles.Times(directory);

    /// <summary>Of two nodes that read the same lines, one finds the place moved and leaves it at that.</summary>
    private async Task<int> WriteAsync(string day, string domain, Followed followed, IndexPart part, CancellationToken ct)
    {
        if (!await places.MoveAsync(batch, day, domain, followed, followed with { Position = part.End, Mark = part.Mark }, ct))
        {
            return 0;
        }

        var count = 0;
        foreach (var line in part.Lines)
        {
            count += await batch.InsertAsync(line, ct) ? 1 : 0;
        }

        return count;
    }

    private async Task<IReadOnlyList<QuarantineHit>> RowsAsync(string day, string domain, CancellationToken ct)
    {
        await using var command = connection.Command($"SELECT {SearchColumns.Names} FROM copies c WHERE c.domain = @domain AND c.day = @day", ("domain", domain), ("day", day));
        command.Transaction = batch.Transaction;
        await using var rows = await command.ExecuteReaderAsync(ct);
        var hits = new List<QuarantineHit>();
        while (await rows.ReadAsync(ct))
        {
            hits.Add(SearchColumns.Read(rows));
        }

        return hits;
    }
}
