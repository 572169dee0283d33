using Microsoft.Extensions.Logging;
using MsLite.Filter.Checks;
using MsLite.Filter.Scanners;
using MsLite.Mail.Mime;

namespace MsLite.Filter.Tests.Scanners;

/// <summary>A policy tree with one domain, and the three checks that ask scanners, on the whole ladder.</summary>
internal sealed class ScannerWorld : IDisposable
{
    private readonly FilterMetrics _metrics;
    private readonly ICheck[] _checks;

    public ScannerWorld()
    {
        _metrics = new FilterMetrics(Policy.Clock);
        Current = new CurrentOptions(Policy.Options);
        Watch = new ScannerWatch(Current, _metrics, Policy.Clock, Log);
        _checks = [new ClamavCheck(Watch, Policy.Clock), new RspamdCheck(Watch), new SpamassassinCheck(Watch)];
        Policy.Given("example.com/users/valid/bob");
    }

    public PolicyWorld Policy { get; } = new();

    public CurrentOptions Current { get; }

    public ScannerWatch Watch { get; }

    public IReadOnlyList<ICheck> Checks => _checks;

    public LogLines Log { get; } = new();

    /// <summary>Switches a check on.</summary>
    public ScannerWorld Given(string check, string body)
    {
        Policy.GivenFile($"example.com/checks/{check}", body);
        return this;
    }

    public async Task<(Verdict Verdict, Transaction Transaction)> JudgeAsync(string message, CancellationToken ct = default)
    {
        var transaction = PolicyWorld.Mail("ann@example.net", "192.0.2.7", ["bob@example.com", "eve@example.com"], host: "mail.example.net", options: Policy.Options);
        transaction.Content = PolicyWorld.Content(message);
        transaction.Message = MimeMessage.Parse(transaction.Content.OpenRead());
        var verdicts = await Policy.NewJudge(_checks).JudgeAsync(transaction, ct);
        return (verdicts[0], transaction);
    }

    /// <summary>Waits for what another thread brings about.</summary>
    public static async Task EventuallyAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!condition())
        {
            await Task.Delay(5, limit.Token);
        }
    }

    public static string Message(string subject, int size = 100) =>
        $"From: Ann <ann@example.net>\nSubject: {subject}\n\n{string.Concat(Enumerable.Repeat("All work and no play makes Jack a dull boy.\n", 1 + (size / 44)))}";

    public void Dispose()
    {
        _metrics.Dispose();
        Policy.Dispose();
    }

    internal sealed class LogLines : ILogger<ScannerWatch>
    {
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_lines)
                {
                    return [.. _lines];
                }
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lines)
            {
                _lines.Add(formatter(state, exception));
            }
        }
    }
}
