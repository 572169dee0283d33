using System.Diagnostics;
using Microsoft.Extensions.Logging;
using MsLite.Filter.Policy;

namespace MsLite.Filter.Checks;

/// <summary>Asks one check, measures it, and holds it to its limits: one that breaks or takes too long abstains, and never refuses.</summary>
internal sealed partial class CheckRunner(FilterMetrics metrics, TimeProvider time, ILogger<CheckRunner> log)
{
    /// <summary>What the client is told by <c>down: defer</c>: nothing of what is behind us.</summary>
    private const string Later = "The message cannot be examined at the moment - please try again later";

    /// <summary>For checks that ask the network: clients give up on their message after minutes (RFC 5321 §4.5.3.2.6), people sooner.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(8);

    /// <exception cref="OperationCanceledException">The session has ended, or the verdicts are there: nobody waits for the answer any more.</exception>
    public async Task<CheckAnswer> AskAsync(ICheck check, Transaction transaction, Recipient recipient, PolicyBody parameters, NetworkTime network)
    {
        var start = Stopwatch.GetTimestamp();
        var result = await ExamineAsync(check, transaction, recipient, parameters, network);
        metrics.CheckAnswered(check.Name, result.Outcome, Stopwatch.GetElapsedTime(start));
        if (result.Outcome == CheckOutcome.Abstain)
        {
            if (!result.IsQuiet)
            {
                LogAbstained(log, check.Name, transaction.Id, result.Detail);
            }

            if (result.IsDown && check.DefersWhenDown(parameters))
            {
                result = CheckResult.Defer(Later) with { Evidence = result.Detail };
            }
        }

        return new CheckAnswer(result, TraceWriter.Milliseconds(Stopwatch.GetTimestamp() - start));
    }

    /// <summary>The time that all questions to the network may take for one message whose session is <paramref name="session"/>.</summary>
    public NetworkTime NewNetworkTime(CancellationToken session) => new(Deadline, time, session);

    private async ValueTask<CheckResult> ExamineAsync(ICheck check, Transaction transaction, Recipient recipient, PolicyBody parameters, NetworkTime network)
    {
        try
        {
            return check.UsesNetwork
                ? await WithinTimeAsync(ct => ExamineAsync(check, transaction, recipient, parameters, ct), network)
                : await ExamineAsync(check, transaction, recipient, parameters, network.Session);
        }
        catch (OperationCanceledException) when (network.Session.IsCancellationRequested || transaction.IsJudgedInTime)
        {
            // It was given up, and is not broken.
            throw;
        }
#pragma warning disable CA1031 // Whatever a check throws, it has nothing against the message.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogBroke(log, e, check.Name, transaction.Id);
            return CheckResult.Abstain($"The check broke ({e.GetType().Name}); the log has the details.") with { IsDown = true };
        }
    }

    private static ValueTask<CheckResult> ExamineAsync(
        ICheck check, Transaction transaction, Recipient recipient, PolicyBody parameters, CancellationToken ct) => check is IRecipientCheck perRecipient
            ? perRecipient.ExamineAsync(transaction, recipient, parameters, ct)
            : check.ExamineAsync(transaction, parameters, ct);

    private static async Task<CheckResult> WithinTimeAsync(Func<CancellationToken, ValueTask<CheckResult>> examine, NetworkTime network)
    {
        var limit = network.Limit;
        try
        {
            // A check that does not listen to its token is left behind all the same.
            var result = await examine(limit).AsTask().WaitAsync(limit);

            // One that saw its connection break off because the session ended has found nothing out.
            network.Session.ThrowIfCancellationRequested();
            return result;
        }
        catch (OperationCanceledException) when (network.IsUp)
        {
            return CheckResult.Abstain($"No answer within {network.Most.TotalSeconds:0.#} seconds.") with { IsDown = true };
        }
    }

    [LoggerMessage(210, LogLevel.Warning, "The check {Check} could not say anything about {Id}: {Why}")]
    private static partial void LogAbstained(ILogger log, string check, string id, string why);

    [LoggerMessage(211, LogLevel.Error, "The check {Check} broke on {Id}.")]
    private static partial void LogBroke(ILogger log, Exception exception, string check, string id);
}

/// <summary>What a check found and how long it took, in milliseconds.</summary>
internal sealed record CheckAnswer(CheckResult Result, double Ms);
