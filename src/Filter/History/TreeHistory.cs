using System.Data.Common;
using MsLite.Filter.Policy;
using MsLite.Filter.Policy.Editing;
using MsLite.Filter.State;

namespace MsLite.Filter.History;

/// <summary>
/// Sees every change of the tree, ours and others', and has a row of each written. An edit never waits for it: rows gather here
/// until the database takes them, and what a crash takes of them is found again by comparing the tree with what was last written.
/// </summary>
internal sealed class TreeHistory : INoticeSource, IDisposable
{
    /// <summary>A day's worth of a busy provisioning script; beyond it changes are lost, and said to be.</summary>
    private const int MaxWaiting = 200_000;

    private const int MaxTogether = 500;

    private readonly Queue<(HistoryRow? Row, string Path, TreeContent After)> _waiting = [];
    private readonly SemaphoreSlim _flushing = new(1);
    private readonly KnownTree _known = new();
    private readonly StateDatabase _database;
    private readonly StateWriter _writer;
    private readonly TimeProvider _clock;
    private readonly TreeScan _scan;
    private bool _isFirstSight = true;
    private long _last;
    private long _lost;

    public TreeHistory(SrvTree tree, StateDatabase database, StateWriter writer, TimeProvider clock)
    {
        (_database, _writer, _clock) = (database, writer, clock);
        _scan = new TreeScan(tree.Root, _known, clock);
    }

    /// <summary>Whoever changes the tree, or compares it, holds this meanwhile.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Told of each change.</summary>
    public TreeChanges Changes { get; } = new();

    public IReadOnlyList<Notice> Notices => Interlocked.Read(ref _lost) is var lost and > 0
        ? [new Notice("History", $"{lost} changes of the policy tree are missing in the history, because the state database did not take them.", "Look at the option MsLite:Database and the free space of StateRoot.")]
        : [];

    /// <summary>Whether the tree has never been looked through, so that what is found first is the beginning and no change.</summary>
    public bool IsFirstSight => _isFirstSight;

    /// <summary>Takes up what was known at the last end. Without it the tree as it is found is the beginning.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task LoadAsync(CancellationToken ct)
    {
        await using var connection = await _database.OpenAsync(ct);
        foreach (var (path, content) in await HistoryTable.ReadSeenAsync(connection, ct))
        {
            _known.Set(path, content, default);
            _isFirstSight = false;
        }

        // A clock that was set back must not put new rows before old ones.
        _last = await HistoryTable.LastIdAsync(connection, ct);
    }

    /// <summary>Looks through the whole tree, one directory at a time, so that nobody waits long.</summary>
    /// <exception cref="IOException">The tree cannot be read.</exception>
    public void ScanAll()
    {
        Scan([""], everything: true);
        _isFirstSight = false;
    }

    /// <summary>Looks at these directories, and at what is new below them.</summary>
    /// <param name="directories">Relative to /srv.</param>
    /// <param name="everything">Also at what is below them and known.</param>
    /// <exception cref="IOException">The tree cannot be read.</exception>
    public void Scan(IEnumerable<string> directories, bool everything)
    {
        var change = 0L;
        var pending = new Stack<string>(directories);
        while (pending.TryPop(out var directory))
        {
            lock (Gate)
            {
                var news = new HashSet<string>();
                var inner = _scan.Compare(directory, found =>
                {
                    news.Add(found.Path);
                    Enter(HistoryRow.Outside, found, ref change, undoes: 0, _isFirstSight);
                });
                foreach (var path in inner.Where(path => everything || news.Contains(path)))
                {
                    pending.Push(path);
                }
            }
        }
    }

    /// <summary>Before a change of ours: what stands there now, in case somebody else put it there unseen. Hold the gate.</summary>
    public void Notice(string path, TreeContent present)
    {
        var before = _known.Find(path);
        if (before != present && before.Kind != FileKind.Directory && present.Kind != FileKind.Directory)
        {
            var change = 0L;
            _known.Set(path, present, default);
            Enter(HistoryRow.Outside, new TreeChange(path, before, present), ref change, undoes: 0, _isFirstSight);
        }
    }

    /// <summary>After a change of ours. Hold the gate.</summary>
    public void Note(string who, IReadOnlyList<TreeChange> changes, long undoes)
    {
        var change = 0L;
        foreach (var made in changes)
        {
            // Somebody may have changed it between the last look and ours: what was taken away is the truth.
            if (made.Before.Kind != FileKind.Directory)
            {
                Notice(made.Path, made.Before);
            }

            _known.Set(made.Path, made.After, default);
            Enter(who, made, ref change, undoes, isFirstSight: false);
        }
    }

    /// <summary>Has the rows written that wait; those that the database does not take wait on.</summary>
    /// <exception cref="DbException">The database does not answer.</exception>
    public async Task FlushAsync(CancellationToken ct)
    {
        await _flushing.WaitAsync(ct);
        try
        {
            while (Peek() is { Count: > 0 } together)
            {
                await _writer.WriteAsync(
                    async (connection, transaction) =>
                    {
                        var table = await SharedHistory.LockAsync(connection, transaction, _scan.Present);
                        foreach (var (row, path, after) in together)
                        {
                            await table.WriteAsync(row, path, after);
                        }

                        return true;
                    },
                    ct);
                Drop(together.Count);
            }
        }
        finally
        {
            _flushing.Release();
        }
    }

    public void Dispose() => _flushing.Dispose();

    private List<(HistoryRow? Row, string Path, TreeContent After)> Peek()
    {
        lock (_waiting)
        {
            return [.. _waiting.Take(MaxTogether)];
        }
    }

    private void Drop(int count)
    {
        lock (_waiting)
        {
            for (var i = 0; i < count; i++)
            {
                _waiting.Dequeue();
            }
        }
    }

    private void Enter(string who, TreeChange made, ref long change, long undoes, bool isFirstSight)
    {
        Changes.Note(made.Path);
        HistoryRow? row = null;
        if (!isFirstSight)
        {
            var now = _clock.GetUtcNow();
            _last = Math.Max(_last + 1, (now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
            change = change == 0 ? _last : change;
            row = new HistoryRow
            {
                Id = _last,
                Change = change,
                Time = now,
                Who = who,
                Path = made.Path,
                Undoes = undoes,
                BeforeContent = made.Before,
                AfterContent = made.After,
            };
        }

        lock (_waiting)
        {
            // The first sight of a large tree waits in memory as a whole; it is in the known tree anyway.
            if (row is not null && _waiting.Count >= MaxWaiting)
            {
                Interlocked.Increment(ref _lost);
                return;
            }

            _waiting.Enqueue((row, made.Path, made.After));
        }
    }
}
