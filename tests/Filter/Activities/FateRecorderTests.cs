using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MsLite.Harness;
using MsLite.Smtp;

namespace MsLite.Filter.Tests.Activities;

/// <summary>A message that is safe is answered for, whatever happens to the records of it.</summary>
public sealed class FateRecorderTests
{
    [Fact]
    public async Task A_log_that_fails_keeps_no_client_from_its_reply()
    {
        using var tree = new TempTree();
        using var log = new FailingLog();
        var options = new MsLiteOptions { SrvRoot = tree.Folder("srv"), SpamRoot = tree.Folder("spam"), StateRoot = tree.Folder("state") };
        await using var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddSingleton(options)
            .AddLogging(logging => logging.AddProvider(log)).AddFilter().BuildServiceProvider();
        var mail = PolicyWorld.Mail("ann@example.net", "192.0.2.7", ["bob@example.com"], options: options);
        var verdict = new Verdict(VerdictKind.Deliver, "", Blocker: null, File: null, []);

        using (var passage = services.GetRequiredService<FateRecorder>().Begin())
        {
            passage.End(mail, [new Fate(mail.Recipients[0], FateKind.Delivered, verdict, new SmtpReply(250, "2.0.0", "ok"), "smtp://192.0.2.9")], TimeSpan.Zero);
        }

        Assert.Contains(log.Errors, line => line.StartsWith("What became of test was told its client", StringComparison.Ordinal));
    }

    /// <summary>Takes no line that tells of a message, as a log whose disk is full.</summary>
    private sealed class FailingLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Errors { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel == LogLevel.Error)
            {
                Errors.Enqueue(formatter(state, exception));
            }
            else if (eventId.Id == 200)
            {
                throw new IOException("No space left on device");
            }
        }

        public void Dispose()
        {
        }
    }
}
