namespace MsLite.Filter.Checks;

/// <summary>
/// The checks of one transaction: each is asked once, however many recipients want to know, and every recipient gets the answers of
/// its own domain's switches. The first refusal in the checks' order decides; a deferral only where nothing refuses.
/// </summary>
internal sealed class Questioning(Func<EnabledCheck, Recipient, Task<CheckAnswer>> ask, Transaction transaction)
{
    private readonly Dictionary<(ICheck Check, string Parameters, string Recipient), Task<CheckAnswer>> _asked = [];

    /// <summary>Null when no check had anything against the message.</summary>
    /// <exception cref="OperationCanceledException">The session has ended.</exception>
    public async ValueTask<Decision?> AskAsync(IReadOnlyList<EnabledCheck> enabled, Recipient recipient, TraceWriter trace)
    {
        var tally = new CheckTally(trace);
        foreach (var check in enabled)
        {
            if (!check.Check.UsesNetwork && tally.Add(check, await AskOnceAsync(check, recipient)))
            {
                break;
            }
        }

        // A refusal found so far still yields to a check before it in the order: the reason must not depend on who asks the network.
        await AskNetworkAsync([.. enabled.Where(check => check.Check.UsesNetwork && tally.StillMatters(check))], recipient, tally);
        return tally.Decision;
    }

    private async ValueTask AskNetworkAsync(IReadOnlyList<EnabledCheck> enabled, Recipient recipient, CheckTally tally)
    {
        var answers = enabled.Select(check => AskOnceAsync(check, recipient)).ToList();
        for (var i = 0; i < answers.Count; i++)
        {
            var answer = await answers[i];
            transaction.Keep(recipient, answer.Result.Fields);
            if (tally.Add(enabled[i], answer))
            {
                return;
            }
        }
    }

    private Task<CheckAnswer> AskOnceAsync(EnabledCheck enabled, Recipient recipient)
    {
        var key = (enabled.Check, enabled.Switch.Body.Text, enabled.Check is IRecipientCheck ? recipient.Address.Key : "");
        if (!_asked.TryGetValue(key, out var answer))
        {
            answer = ask(enabled, recipient);
            _asked.Add(key, answer);
        }

        return answer;
    }
}
