using Microsoft.Extensions.Logging;
using MsLite.Filter.Journal;
using MsLite.Filter.Live;

namespace MsLite.Filter;

/// <summary>Tells of every message's fate: a line in the log, a number in the ledger, a row in the panel, rows in the journal.</summary>
public sealed class FateRecorder(FilterMetrics metrics, ActivityFeed feed, LiveFeed live, MessageJournal journal, TimeProvider clock, ILogger<FateRecorder> log)
{
    /// <summary>The message has been read whole. Dispose the passage in any case: one that did not end shows in the ledger.</summary>
    public MessagePassage Begin()
    {
        metrics.Received();
        return new MessagePassage(this, metrics);
    }

    internal void Record(Transaction transaction, IReadOnlyList<Fate> fates, TimeSpan elapsed)
    {
        metrics.Decided([.. fates.Select(fate => fate.Kind).Distinct()], elapsed);
        foreach (var group in fates.GroupBy(fate => (fate.Kind, fate.Verdict.Blocker, fate.Verdict.Reason)))
        {
            metrics.Decided(group.Key.Kind, group.First().Cause);
            var activity = Describe(transaction, [.. group], elapsed);
            log.Decided(activity);
            feed.Publish(activity);
            if (live.IsListening)
            {
                live.Publish(LiveStep.Of(activity, transaction, [.. group], clock.GetUtcNow()));
            }
        }

        journal.Add(transaction, fates, elapsed);
    }

    internal void Missed(Exception fault, string id) => log.NotRecorded(fault, id);

    private static Activity Describe(Transaction transaction, IReadOnlyList<Fate> fates, TimeSpan elapsed)
    {
        var first = fates[0];
        return new Activity
        {
            Id = transaction.Id,
            SessionId = transaction.Client.SessionId,
            Time = transaction.Received,
            Client = transaction.Client.Address.ToString(),
            ClientName = PlainText.Clean(transaction.ReverseName),
            HelloName = PlainText.Clean(transaction.HelloName),
            From = PlainText.Clean(transaction.ReturnPath?.ToString(), 320),
            To = [.. fates.Take(Activity.MaxRecipients).Select(fate => PlainText.Clean(fate.Recipient.Address.ToString(), 320))],
            MoreRecipients = Math.Max(0, fates.Count - Activity.MaxRecipients),
            Subject = PlainText.Clean(transaction.Message.Subject),
            Size = transaction.Content.Length,
            Fate = first.Kind,
            Rung = first.Verdict.Blocker,
            File = first.Verdict.File,
            Reason = PlainText.Clean(first.Verdict.Reason, 500),
            Reply = PlainText.Clean(first.Reply.ToString(), 500),
            NextHop = PlainText.Clean(first.NextHop),
            Trace = first.Verdict.Trace,
            Ms = elapsed.TotalMilliseconds,
        };
    }
}

/// <summary>One message between its last byte and its reply.</summary>
public sealed class MessagePassage : IDisposable
{
    private readonly FateRecorder _recorder;
    private readonly FilterMetrics _metrics;
    private bool _ended;

    internal MessagePassage(FateRecorder recorder, FilterMetrics metrics)
    {
        _recorder = recorder;
        _metrics = metrics;
    }

    /// <summary>Never throws: the message has its fate, and a client that did not hear it would send it for days, each time to be delivered.</summary>
    /// <param name="fates">In the order of the transaction's recipients; at least one.</param>
    /// <param name="elapsed">Since the end of data.</param>
    public void End(Transaction transaction, IReadOnlyList<Fate> fates, TimeSpan elapsed)
    {
        _ended = true;
        try
        {
            _recorder.Record(transaction, fates, elapsed);
        }
#pragma warning disable CA1031 // Whatever telling of it comes upon, the reply is true.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            _recorder.Missed(fault, transaction.Id);
        }
    }

    public void Dispose()
    {
        if (!_ended)
        {
            _ended = true;
            _metrics.Lost();
        }
    }
}
