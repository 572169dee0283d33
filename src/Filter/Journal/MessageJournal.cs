using System.Data.Common;
using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using MsLite.Filter.State;

namespace MsLite.Filter.Journal;

/// <summary>
/// Keeps what became of every message, off the hot path: rows gather for a moment and are written together. A crash loses the last
/// moment's rows, never mail; a database that is down loses rows when too many wait, and counts them; so does one
/// that does not take a row, and takes the others.
/// </summary>
public sealed partial class MessageJournal : IAsyncDisposable
{
    private const int MaxWaiting = 20_000;
    private const int MaxTogether = 2000;

    /// <summary>With the commit behind it less than the second that a crash may cost.</summary>
    private static readonly TimeSpan s_gathering = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    /// <summary>One thing in it says that rows have come; more than one would say no more.</summary>
    private readonly Channel<bool> _news = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly StateWriter _writer;
    private readonly FilterMetrics _metrics;
    private readonly ILogger<MessageJournal> _log;
    private readonly Task _loop;
    private PendingRows _waiting = new();
    private PendingRows _taken = new();
    private long _waitingSince;
    private bool _isClosed;
    private bool _isDisposed;

    internal MessageJournal(StateWriter writer, FilterMetrics metrics, ILogger<MessageJournal> log)
    {
        (_writer, _metrics, _log) = (writer, metrics, log);
        _loop = Task.Run(WriteAllAsync);
    }

    /// <summary>Rows that nobody has begun to write.</summary>
    internal int Waiting => Volatile.Read(ref _waiting).Count;

    /// <summary>How long the oldest row that is not in the database has been on its way, nearly.</summary>
    internal TimeSpan Lag => Volatile.Read(ref _waitingSince) is var since && since != 0 ? Stopwatch.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Takes down the fate of one message. Never waits, never throws for a reason of the database's.</summary>
    internal void Add(Transaction transaction, IReadOnlyList<Fate> fates, TimeSpan elapsed)
    {
        if (transaction.Options.Journal.Days == 0)
        {
            return;
        }

        var packing = new RowPacking(transaction, elapsed);
        foreach (var fate in fates)
        {
            if (!TryAdd(packing.Pack(fate)))
            {
                _metrics.JournalRowLost();
            }
        }
    }

    /// <summary>Takes no more rows, and writes what still waits. The program calls it while the database is still open; calling it twice does no harm.</summary>
    public async Task CloseAsync()
    {
        lock (_gate)
        {
            _isClosed = true;
        }

        _news.Writer.TryComplete();
        await _closing.CancelAsync();
        await _loop;
    }

    /// <summary>Writes what still waits.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await CloseAsync();
        _closing.Dispose();
    }

    private bool TryAdd(ReadOnlySpan<byte> row)
    {
        lock (_gate)
        {
            if (_isClosed || _waiting.Count == MaxWaiting)
            {
                return false;
            }

            _waiting.Add(row);
            if (_waiting.Count == 1)
            {
                _news.Writer.TryWrite(true);
            }

            return true;
        }
    }

    private async Task WriteAllAsync()
    {
        while (await _news.Reader.WaitToReadAsync())
        {
            Volatile.Write(ref _waitingSince, Stopwatch.GetTimestamp());
            if (Waiting < MaxTogether)
            {
                await PauseAsync(s_gathering);
            }

            TakeWaiting();
            for (var start = 0; start < _taken.Count; start += MaxTogether)
            {
                await WriteAsync(_taken.Slice(start, MaxTogether));
            }

            _taken.Clear();
            Volatile.Write(ref _waitingSince, 0);
        }
    }

    private void TakeWaiting()
    {
        lock (_gate)
        {
            (_waiting, _taken) = (_taken, _waiting);
            _news.Reader.TryRead(out _);
        }
    }

    /// <summary>A database that is down is asked again; meanwhile rows wait, as many as may.</summary>
    private async Task WriteAsync(List<PendingRow> rows)
    {
        while (!await TryWriteAsync(rows))
        {
            if (_closing.IsCancellationRequested)
            {
                rows.ForEach(_ => _metrics.JournalRowLost());
                return;
            }

            await PauseAsync(s_retry);
        }
    }

    private async Task<bool> TryWriteAsync(List<PendingRow> rows)
    {
        try
        {
            await WriteTogetherAsync(rows);
            return true;
        }
#pragma warning disable CA1031 // The writer has logged it and tells the operator; the journal only has to go on.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }

    private async Task WriteTogetherAsync(List<PendingRow> rows)
    {
        try
        {
            await _writer.WriteAsync((connection, transaction) => JournalTable.InsertAsync(connection, transaction, rows), CancellationToken.None);
        }
        catch (DbException refusal) when (refusal.IsRefusalOfData())
        {
            await WriteEachAsync(rows);
        }
    }

    /// <summary>A row that the database will never take must not keep the others out: a letter that its encoding lacks is enough.</summary>
    private async Task WriteEachAsync(List<PendingRow> rows)
    {
        var refused = await _writer.WriteAsync((connection, transaction) => JournalTable.InsertEachAsync(connection, transaction, rows), CancellationToken.None);
        foreach (var (row, fault) in refused)
        {
            _metrics.JournalRowLost();
            LogRefused(_log, row.Text(0).ToString(), fault.Message);
        }
    }

    /// <summary>Ends early, and quietly, when the program ends.</summary>
    private async Task PauseAsync(TimeSpan time) =>
        await Task.Delay(time, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    [LoggerMessage(262, LogLevel.Warning, "The journal goes without a row of the message {Id}, which its database does not take: {Fault}")]
    private static partial void LogRefused(ILogger log, string id, string fault);
}
