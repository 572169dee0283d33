using Microsoft.Win32.SafeHandles;

namespace MsLite.Filter;

/// <summary>
/// A few threads that only wait for the disk, so that no pool thread does. Syncs that run side by side share one journal commit:
/// 20 new files cost 1.6 ms on four to eight threads and 3.7 ms one after the other (docs/decisions/0008).
/// </summary>
internal sealed class SyncLanes : IDisposable
{
    private const int Lanes = 6;

    private readonly Queue<Action> _waiting = new();
    private bool _started;
    private bool _closed;

    /// <summary>Returns when the file's content is on stable storage.</summary>
    /// <exception cref="IOException">The disk did not take it.</exception>
    public Task SyncDataAsync(SafeFileHandle file) => RunAsync(() => Posix.SyncData(file));

    /// <summary>Returns when the directory's names are on stable storage.</summary>
    /// <exception cref="IOException">The disk did not take them.</exception>
    public Task SyncDirectoryAsync(string path) => RunAsync(() => Posix.SyncDirectory(path));

    /// <summary>Syncs many files with as few wake-ups as there are lanes. Gives each one's failure, or null, in their order; never throws.</summary>
    public Task<Exception?[]> SyncDataAsync(IReadOnlyList<SafeFileHandle> files)
    {
        if (files.Count == 0)
        {
            return Task.FromResult(Array.Empty<Exception?>());
        }

        var batch = new Batch(files);
        Enqueue(batch.Run, Math.Min(Lanes, files.Count));
        return batch.Task;
    }

    /// <summary>What was asked for is still done.</summary>
    public void Dispose()
    {
        lock (_waiting)
        {
            _closed = true;
            Monitor.PulseAll(_waiting);
        }
    }

    private Task RunAsync(Action sync)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(Run, times: 1);
        return done.Task;

        void Run()
        {
            try
            {
                sync();
                done.SetResult();
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        }
    }

    private void Enqueue(Action work, int times)
    {
        lock (_waiting)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            StartThreads();
            for (var i = 0; i < times; i++)
            {
                _waiting.Enqueue(work);
                Monitor.Pulse(_waiting);
            }
        }
    }

    private void StartThreads()
    {
        if (_started)
        {
            return;
        }

        _started = true;
        for (var lane = 0; lane < Lanes; lane++)
        {
            new Thread(Drain) { IsBackground = true, Name = "disk sync" }.Start();
        }
    }

    private void Drain()
    {
        while (TryTake(out var work))
        {
            work();
        }
    }

    private bool TryTake(out Action work)
    {
        lock (_waiting)
        {
            // Monitor waits without spinning: the processors have mail to look at.
            while (!_waiting.TryDequeue(out work!))
            {
                if (_closed)
                {
                    return false;
                }

                Monitor.Wait(_waiting);
            }

            return true;
        }
    }

    /// <summary>Files that several lanes take from, each the next one that nobody has.</summary>
    private sealed class Batch(IReadOnlyList<SafeFileHandle> files)
        : TaskCompletionSource<Exception?[]>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        private readonly Exception?[] _failures = new Exception?[files.Count];
        private int _next;
        private int _done;

        public void Run()
        {
            for (var i = Interlocked.Increment(ref _next) - 1; i < files.Count; i = Interlocked.Increment(ref _next) - 1)
            {
                try
                {
                    Posix.SyncData(files[i]);
                }
                catch (Exception error)
                {
                    _failures[i] = error;
                }

                if (Interlocked.Increment(ref _done) == files.Count)
                {
                    SetResult(_failures);
                }
            }
        }
    }
}
