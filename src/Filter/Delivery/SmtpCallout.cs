using MsLite.Mail;
using MsLite.Smtp.Client;

namespace MsLite.Filter.Delivery;

/// <summary>Asks one next hop about recipients while their clients wait for our reply to RCPT, and remembers what it said.</summary>
internal sealed class SmtpCallout(SmtpClientPool pool, TimeProvider clock)
{
    // RFC 5321 §4.5.3.2.3 has the client wait five minutes; it may name a hundred recipients.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    // One that did not answer is left alone for a while: the next hundred recipients need not wait for it, too.
    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(30);

    private static readonly Callout s_resting = new(CalloutResult.Open, $"it did not answer within the last {s_rest.TotalSeconds} s");

    // A mailbox that is made should soon get mail; one that is taken away still refuses its mail when that is handed over. In two
    // memories, so that guessed names do not push out the real ones.
    private readonly ShortMemory<Callout> _accepted = new(TimeSpan.FromHours(6), clock);
    private readonly ShortMemory<Callout> _refused = new(TimeSpan.FromMinutes(10), clock);
    private long _restingSince = long.MinValue;

    private bool IsResting => Volatile.Read(ref _restingSince) is var since && since != long.MinValue && clock.GetElapsedTime(since) < s_rest;

    /// <summary>Never throws for what a next hop does.</summary>
    public async ValueTask<Callout> AskAsync(EmailAddress recipient, CancellationToken ct)
    {
        // As written: to the next hop, "Ann" and "ann" may be two people (RFC 5321 §2.4).
        var name = recipient.ToString();
        if (_accepted.TryFind(name, out var known) || _refused.TryFind(name, out known))
        {
            return known;
        }

        if (IsResting)
        {
            return s_resting;
        }

        using var late = new CancellationTokenSource(s_patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        var answer = await pool.AskAsync(recipient, either.Token);
        if (!answer.IsOfRecipient && answer.Reply.IsTransient && !ct.IsCancellationRequested)
        {
            Volatile.Write(ref _restingSince, clock.GetTimestamp());
        }

        return Remember(name, answer);
    }

    /// <summary>The next hop has refused the recipient's mail: what it said before does not count any more.</summary>
    public void Forget(EmailAddress recipient) => _accepted.Forget(recipient.ToString());

    private Callout Remember(string name, SmtpClientAnswer answer)
    {
        var words = PlainText.Clean(answer.Reply.ToString());
        if (!answer.IsOfRecipient || answer.Reply is { IsPositive: false, IsPermanent: false })
        {
            return new Callout(CalloutResult.Open, words);
        }

        var callout = new Callout(answer.Reply.IsPositive ? CalloutResult.Accepted : CalloutResult.Refused, words);
        (answer.Reply.IsPositive ? _accepted : _refused).Remember(name, callout);
        return callout;
    }
}
