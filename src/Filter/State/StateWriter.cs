using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace MsLite.Filter.State;

/// <summary>
/// Writes state on one connection, what came together in one transaction: a commit costs the same for one row and for hundreds.
/// A database that does not answer is tried again with the next write; whoever waits gets its fault.
/// </summary>
internal sealed partial class StateWriter : IAsyncDisposable, INoticeSource
{
    private const int MaxWaiting = 10_000;
    private const int MaxTogether = 500;

    private readonly Channel<IStateWrite> _writes = Channel.CreateBounded<IStateWrite>(MaxWaiting);
    private readonly List<IStateWrite> _together = [];
    private readonly StateDatabase _database;
    private readonly ILogger<StateWriter> _log;
    private readonly Task _loop;
    private DbConnection? _connection;
    private volatile Notice? _notice;

    public StateWriter(StateDatabase database, ILogger<StateWriter> log)
    {
        (_database, _log) = (database, log);
        // A thread of its own: SQLite writes, and waits for the disk, on the thread that asks, and one of the pool's few would be missing for mail.
        _loop = Task.Factory.StartNew(WriteAll, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public IReadOnlyList<Notice> Notices => _notice is { } notice ? [notice] : [];

    /// <summary>What the write gave, once it is committed.</summary>
    /// <exception cref="DbException">It is not written.</exception>
    public async Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, Task<T>> write, CancellationToken ct)
    {
        var waiting = new StateWrite<T>(write);
        await _writes.Writer.WriteAsync(waiting, ct);
        return await waiting.Result.WaitAsync(ct);
    }

    /// <summary>How many rows the command changed, once it is committed.</summary>
    /// <exception cref="DbException">It is not written.</exception>
    public Task<int> ExecuteAsync(string sql, CancellationToken ct, params (string Name, object? Value)[] values) =>
        WriteAsync((connection, transaction) => connection.ChangeAsync(transaction, sql, values), ct);

    public async ValueTask DisposeAsync()
    {
        _writes.Writer.TryComplete();
        await _loop;
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }
    }

#pragma warning disable VSTHRD002 // The thread is there to wait.
    private void WriteAll()
    {
        while (_writes.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            _together.Clear();
            while (_together.Count < MaxTogether && _writes.Reader.TryRead(out var write))
            {
                _together.Add(write);
            }

            WriteTogetherAsync().GetAwaiter().GetResult();
        }
    }
#pragma warning restore VSTHRD002

    /// <summary>One that cannot be written must not take the others with it.</summary>
    private async Task WriteTogetherAsync()
    {
        if (await TryWriteAsync(_together) is null)
        {
            return;
        }

        foreach (var write in _together)
        {
            if (await TryWriteAsync([write]) is { } fault)
            {
                write.Fail(fault);
            }
        }
    }

    private async Task<Exception?> TryWriteAsync(List<IStateWrite> writes)
    {
        try
        {
            _connection ??= await _database.OpenToWriteAsync(CancellationToken.None);
            await using var transaction = await _connection.BeginTransactionAsync();
            foreach (var write in writes)
            {
                await write.ApplyAsync(_connection, transaction);
            }

            await transaction.CommitAsync();
            writes.ForEach(write => write.Commit());
            Recover();
            return null;
        }
#pragma warning disable CA1031 // Whatever goes wrong is told to those who wait; the loop must live.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            await DropConnectionAsync();
            if (!fault.IsRefusalOfData())
            {
                Report(fault);
            }

            return fault;
        }
    }

    private async Task DropConnectionAsync()
    {
        if (_connection is { } broken)
        {
            _connection = null;
            await broken.DisposeAsync();
        }
    }

    private void Report(Exception fault)
    {
        if (_notice is null)
        {
            LogDown(_log, fault);
        }

        _notice = new Notice(
            "State database",
            $"The state cannot be written: {PlainText.Clean(fault.Message)} Greylisting lets mail pass meanwhile and nobody can sign in; mail does not depend on it otherwise.",
            "Look at the option MsLite:Database, the database's own log, and the free space of StateRoot. It is tried again with every message.");
    }

    private void Recover()
    {
        if (_notice is not null)
        {
            _notice = null;
            LogUp(_log);
        }
    }

    [LoggerMessage(260, LogLevel.Error, "The state cannot be written. Checks that need it abstain until it can.")]
    private static partial void LogDown(ILogger log, Exception exception);

    [LoggerMessage(261, LogLevel.Information, "The state can be written again.")]
    private static partial void LogUp(ILogger log);
}
