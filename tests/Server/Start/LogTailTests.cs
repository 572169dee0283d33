using Microsoft.Extensions.Logging;
using MsLite.Web.Start;
using Serilog;

namespace MsLite.Web.Tests.Start;

public sealed class LogTailTests : IDisposable
{
    private readonly LogTail _tail = new();
    private readonly Serilog.Core.Logger _log;

    public LogTailTests() => _log = new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(_tail).CreateLogger();

    public void Dispose() => _log.Dispose();

    [Fact]
    public void It_keeps_the_last_lines_and_counts_all()
    {
        for (var i = 0; i < LogTail.Capacity + 10; i++)
        {
            _log.Information("number {Number}", i);
        }

        var lines = _tail.Find(LogLevel.Trace, "", int.MaxValue);

        Assert.Equal((LogTail.Capacity + 10, LogTail.Capacity), (_tail.Last, lines.Count));
        Assert.Equal(("number 2009", "number 10"), (lines[0].Text, lines[^1].Text));
        Assert.Equal(_tail.Last, lines[0].Number);
    }

    [Fact]
    public void Levels_and_words_choose()
    {
        _log.Debug("a detail");
        _log.Warning("the archive is {State}", "nearly full");
        _log.Error(new InvalidOperationException("the disk broke"), "nothing went");

        Assert.Equal(["nothing went", "the archive is nearly full"], Texts(LogLevel.Warning, ""));
        Assert.Equal(["the archive is nearly full"], Texts(LogLevel.Trace, "NEARLY archive"));
        Assert.Equal(["nothing went"], Texts(LogLevel.Trace, "disk"));
        Assert.Empty(Texts(LogLevel.Critical, ""));
        Assert.Single(_tail.Find(LogLevel.Trace, "", 1));
    }

    [Fact]
    public void What_a_stranger_wrote_stays_one_line_of_bounded_length()
    {
        _log.Information("from {From}", "a\r\nINF forged\u001b[31m" + new string('x', 10_000));

        var line = Assert.Single(_tail.Find(LogLevel.Trace, "", 10));

        Assert.StartsWith("from a\\u000D\\u000AINF forged\\u001B[31m", line.Text, StringComparison.Ordinal);
        Assert.InRange(line.Text.Length, 1, 2001);
    }

    private IEnumerable<string> Texts(LogLevel least, string words) => _tail.Find(least, words, 10).Select(line => line.Text);
}
