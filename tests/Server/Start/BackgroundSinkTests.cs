using System.Collections.Concurrent;
using MsLite.Web.Start;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace MsLite.Web.Tests.Start;

public sealed class BackgroundSinkTests
{
    [Fact]
    public void Everything_is_written_before_the_end()
    {
        var written = new Written();
        using (var log = Log(written))
        {
            log.Information("one");
            log.Information("two");
        }

        Assert.Equal(["one", "two"], written.Lines);
    }

    [Fact]
    public async Task A_console_that_nobody_reads_holds_up_nobody_and_what_was_dropped_is_told()
    {
        var written = new Written();
        using var open = new ManualResetEventSlim();
        written.Before = open.Wait;
        var log = Log(written);

        // More than any queue holds; every call returns although nothing can be written.
        await Task.Run(() => Enumerable.Range(0, 50_000).ToList().ForEach(i => log.Information("{Number}", i))).WaitAsync(TimeSpan.FromSeconds(60));
        open.Set();
        await log.DisposeAsync();

        Assert.InRange(written.Lines.Count, 20_000, 20_010);
        Assert.Contains(written.Lines, line => line.EndsWith("log lines were dropped because they could not be written fast enough.", StringComparison.Ordinal));
    }

    private static Logger Log(ILogEventSink target) =>
        new LoggerConfiguration().WriteTo.Sink(new BackgroundSink(new LoggerConfiguration().WriteTo.Sink(target).CreateLogger())).CreateLogger();

    private sealed class Written : ILogEventSink
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public Action Before { get; set; } = () => { };

        public void Emit(LogEvent logEvent)
        {
            Before();
            Lines.Enqueue(logEvent.RenderMessage(System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}
