using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace MsLite.Filter.Quarantine;

/// <summary>
/// Puts written copies in their final place, many transactions at a time: syncs them side by side, links them, writes to and syncs each
/// index once and each directory once. While one batch waits for the disk the next one gathers, so the cost of a sync is shared by all who wait for it.
/// </summary>
internal sealed class ArchiveCommitter : IAsyncDisposable
{
    private readonly Channel<PendingArchive> _waiting = Channel.CreateUnbounded<PendingArchive>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SyncLanes _lanes;
    private readonly ILogger _logger;
    private readonly Task _loop;

    public ArchiveCommitter(SyncLanes lanes, ILogger logger)
    {
        (_lanes, _logger) = (lanes, logger);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Returns once all copies and their lines are on stable storage; otherwise none of them is in its place.</summary>
    /// <exception cref="IOException">Disk full, permission, or broken.</exception>
    public Task CommitAsync(PendingArchive archive)
    {
        if (!_waiting.Writer.TryWrite(archive))
        {
            Complete(archive, new IOException("The quarantine is closed: the program is stopping."));
        }

        return archive.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop;
    }

    private async Task RunAsync()
    {
        var batch = new List<PendingArchive>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (_waiting.Reader.TryRead(out var archive))
            {
                batch.Add(archive);
            }

            try
            {
                await CommitAsync(batch);
            }
            catch (Exception error)
            {
                // A fault of ours may cost this batch its refusals, never the next one: without this loop nobody gets an answer.
                _logger.CommitFailed(error);
                batch.ForEach(archive => Complete(archive, error));
            }
        }
    }

    private async Task CommitAsync(List<PendingArchive> batch)
    {
        await SyncAsync(batch);
        var linked = batch.Where(archive => !archive.Task.IsCompleted && TryLink(archive)).ToList();
        if (linked.Count == 0 || await TryIndexAsync(linked) is not { } failure)
        {
            linked.ForEach(archive => archive.TrySetResult());
            return;
        }

        // One index of many may be at fault, or the disk may be full for the many and not for the few: each one by itself then.
        foreach (var archive in linked)
        {
            failure = linked.Count == 1 ? failure : await TryIndexAsync([archive]);
            Complete(archive, failure);
        }
    }

    /// <summary>The content first: a name in new must never stand for less than the whole message.</summary>
    private async Task SyncAsync(List<PendingArchive> batch)
    {
        var failures = await _lanes.SyncDataAsync(batch.SelectMany(archive => archive.Copies).Select(copy => copy.File).ToList());
        var next = 0;
        foreach (var archive in batch)
        {
            var failure = failures.AsSpan(next, archive.Copies.Count).ToArray().FirstOrDefault(error => error is not null);
            next += archive.Copies.Count;
            archive.Copies.ForEach(copy => copy.Dispose());
            if (failure is not null)
            {
                Complete(archive, failure);
            }
        }
    }

    private static void Complete(PendingArchive archive, Exception? failure)
    {
        if (archive.Task.IsCompleted)
        {
            return;
        }

        if (failure is null)
        {
            archive.TrySetResult();
            return;
        }

        if (failure.HResult == Posix.NoEntry)
        {
            archive.Copies.ForEach(copy => copy.Directory.IsBroken = true);
        }

        archive.Discard();
        archive.TrySetException(failure as IOException ?? new IOException(failure.Message, failure));
    }

    private static bool TryLink(PendingArchive archive)
    {
        try
        {
            foreach (var copy in archive.Copies)
            {
                Posix.Link(copy.TemporaryPath, copy.NewPath);
                Posix.Unlink(copy.TemporaryPath);
            }

            return true;
        }
        catch (Exception error)
        {
            Complete(archive, error);
            return false;
        }
    }

    /// <summary>Appends the lines of all these archives and syncs. Null is success; otherwise no line of theirs is left.</summary>
    private async Task<Exception?> TryIndexAsync(IReadOnlyList<PendingArchive> archives)
    {
        var appenders = new List<IndexAppender>();
        try
        {
            // Always in the same order: two processes that share the tree must not wait for each other's locks.
            var byIndex = archives.SelectMany(archive => archive.Copies).GroupBy(copy => copy.Directory.Index).OrderBy(group => group.Key, StringComparer.Ordinal);
            foreach (var group in byIndex)
            {
                var appender = await IndexAppender.OpenAsync(group.Key);
                appenders.Add(appender);
                appender.Append(Concatenate(group));
            }

            var directories = archives.SelectMany(archive => archive.Copies).Select(copy => copy.Directory.New).Distinct(StringComparer.Ordinal);
            await Task.WhenAll([.. directories.Select(_lanes.SyncDirectoryAsync), .. appenders.Select(appender => _lanes.SyncDataAsync(appender.Handle))]);
            return null;
        }
        catch (Exception error)
        {
            appenders.ForEach(TryTakeBack);
            return error;
        }
        finally
        {
            appenders.ForEach(appender => appender.Dispose());
        }
    }

    private void TryTakeBack(IndexAppender appender)
    {
        try
        {
            appender.TakeBack();
        }
        catch (IOException error)
        {
            _logger.CannotTakeBack(appender.Path, error.Message);
        }
    }

    private static ReadOnlySpan<byte> Concatenate(IEnumerable<PendingCopy> copies)
    {
        var lines = copies.Select(copy => copy.Line).ToList();
        return lines.Count == 1 ? lines[0] : lines.SelectMany(line => line).ToArray();
    }
}
