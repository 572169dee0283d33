using System.Collections.Concurrent;
using Serilog.Core;
using Serilog.Events;

namespace MsLite.Web.Start;

/// <summary>
/// Writes log lines on a thread of its own, so that a terminal nobody reads, a full pipe or a slow disk never holds up mail. What
/// does not fit into the queue is dropped and counted; the count is written when there is room again.
/// </summary>
internal sealed class BackgroundSink : ILogEventSink, IDisposable
{
    private const int Capacity = 20_000;

    // A pipe that nobody reads must not keep the program from ending.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    /// <summary>What comes within it is written together: to wake for each of thousands of lines a second costs more than to write it.</summary>
    private static readonly TimeSpan s_gathering = TimeSpan.FromMilliseconds(5);

    private readonly BlockingCollection<LogEvent> _queue = new(Capacity);
    private readonly ManualResetEventSlim _closing = new(initialState: false, spinCount: 0);
    private readonly Logger _target;
    private readonly Thread _writer;
    private long _dropped;

    public BackgroundSink(Logger target)
    {
        _target = target;
        _writer = new Thread(Write) { IsBackground = true, Name = "log" };
        _writer.Start();
    }

    public void Emit(LogEvent logEvent)
    {
        if (!_queue.IsAddingCompleted && !_queue.TryAdd(logEvent))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    public void Dispose()
    {
        _queue.CompleteAdding();
        _closing.Set();
        if (_writer.Join(s_patience))
        {
            _target.Dispose();
            _queue.Dispose();
            _closing.Dispose();
        }
    }

    private void Write()
    {
        while (_queue.TryTake(out var line, Timeout.Infinite))
        {
            do
            {
                Write(line);
            }
            while (_queue.TryTake(out line));
            _closing.Wait(s_gathering);
        }
    }

    private void Write(LogEvent line)
    {
        _target.Write(line);
        if (Volatile.Read(ref _dropped) > 0 && _queue.Count < Capacity / 2)
        {
            _target.Warning("{Dropped} log lines were dropped because they could not be written fast enough.", Interlocked.Exchange(ref _dropped, 0));
        }
    }
}
