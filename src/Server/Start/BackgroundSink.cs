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

    private readonly BlockingCollection<LogEvent> _queue = new(Capacity);
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
        if (_writer.Join(s_patience))
        {
            _target.Dispose();
            _queue.Dispose();
        }
    }

    private void Write()
    {
        foreach (var line in _queue.GetConsumingEnumerable())
        {
            _target.Write(line);
            if (Volatile.Read(ref _dropped) > 0 && _queue.Count < Capacity / 2)
            {
                _target.Warning("{Dropped} log lines were dropped because they could not be written fast enough.", Interlocked.Exchange(ref _dropped, 0));
            }
        }
    }
}
