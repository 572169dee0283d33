using System.Globalization;
using MsLite.Filter;
using MsLite.Filter.Logs;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace MsLite.Web.Start;

/// <summary>
/// Keeps the last lines of the log in memory. Taking one costs a lock and a reference; its text is made when somebody looks, so
/// nobody's mail waits for it.
/// </summary>
internal sealed class LogTail : ILogEventSink, ILogTail
{
    /// <summary>Lines kept.</summary>
    public const int Capacity = 2000;

    private const int MaxText = 2000;
    private const int MaxFault = 8000;

    // As on the console: texts without quotes.
    private static readonly MessageTemplateTextFormatter s_format = new("{Message:lj}", CultureInfo.InvariantCulture);

    private readonly Lock _gate = new();
    private readonly LogEvent[] _ring = new LogEvent[Capacity];
    private long _count;

    public long Last
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    public void Emit(LogEvent logEvent)
    {
        lock (_gate)
        {
            _ring[_count % Capacity] = logEvent;
            _count++;
        }
    }

    public IReadOnlyList<LogLine> Find(LogLevel least, string words, int most)
    {
        var all = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var found = new List<LogLine>();
        foreach (var (number, logEvent) in Newest())
        {
            if (found.Count == most)
            {
                break;
            }

            // The levels are the same six in both, in the same order.
            if ((int)logEvent.Level >= (int)least && Line(number, logEvent) is var line && Array.TrueForAll(all, word => Holds(line, word)))
            {
                found.Add(line);
            }
        }

        return found;
    }

    private (long Number, LogEvent Event)[] Newest()
    {
        lock (_gate)
        {
            var kept = (int)Math.Min(_count, Capacity);
            return [.. Enumerable.Range(0, kept).Select(i => (_count - i, _ring[(_count - 1 - i) % Capacity]))];
        }
    }

    private static bool Holds(LogLine line, string word) =>
        line.Text.Contains(word, StringComparison.OrdinalIgnoreCase) || line.Fault.Contains(word, StringComparison.OrdinalIgnoreCase);

    private static LogLine Line(long number, LogEvent logEvent)
    {
        var fault = logEvent.Exception?.ToString() ?? "";
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        s_format.Format(logEvent, text);
        return new LogLine(
            number, logEvent.Timestamp, (LogLevel)logEvent.Level, PlainText.Clean(text.ToString(), MaxText),
            fault.Length > MaxFault ? fault[..MaxFault] : fault);
    }
}
