using Microsoft.Extensions.Logging;
using MsLite.Filter.Checks;
using MsLite.Filter.Policy;
using MsLite.Harness;

namespace MsLite.Filter.Tests.Checks;

/// <summary>What is logged of a check that gives no answer: one that broke, and not one whose answer nobody wanted any more.</summary>
public sealed class CheckRunnerTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly LogLines _log = new();
    private readonly FilterMetrics _metrics;
    private readonly CheckRunner _runner;
    private readonly Transaction _transaction = PolicyWorld.Mail("ann@example.net", "192.0.2.7", ["bob@example.com"]);

    public CheckRunnerTests()
    {
        _metrics = new FilterMetrics(_clock);
        _runner = new CheckRunner(_metrics, _clock, _log);
    }

    public void Dispose() => _metrics.Dispose();

    [Fact]
    public async Task A_check_that_is_given_up_because_the_verdict_is_there_has_no_answer_and_no_line_in_the_log()
    {
        var network = _runner.NewNetworkTime(CancellationToken.None);
        var asking = AskAsync(ct => new TaskCompletionSource<CheckResult>().Task.WaitAsync(ct), network);

        _transaction.IsJudgedInTime = true;
        network.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public async Task A_check_that_gives_itself_up_is_broken()
    {
        using var network = _runner.NewNetworkTime(CancellationToken.None);

        var answer = await AskAsync(_ => throw new OperationCanceledException(), network);

        Assert.Equal((CheckOutcome.Abstain, true), (answer.Result.Outcome, answer.Result.IsDown));
        Assert.Equal(
            ["Error The check slow broke on test.", $"Warning The check slow could not say anything about test: {answer.Result.Detail}"],
            _log.Lines);
    }

    [Fact]
    public void Who_asks_for_the_limit_when_all_is_over_has_reached_it()
    {
        var network = _runner.NewNetworkTime(CancellationToken.None);
        network.Dispose();

        Assert.True(network.Limit.IsCancellationRequested);
    }

    private Task<CheckAnswer> AskAsync(Func<CancellationToken, Task<CheckResult>> answer, NetworkTime network) =>
        _runner.AskAsync(new StandInCheck("slow", 10, answer, usesNetwork: true), _transaction, _transaction.Recipients[0], PolicyBody.Empty, network);

    private sealed class LogLines : ILogger<CheckRunner>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add($"{logLevel} {formatter(state, exception)}");
    }
}
