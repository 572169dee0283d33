namespace MsLite.Smtp.Client;

/// <summary>One message on one connection: the envelope in as few writes as the next hop allows, the message, the replies.</summary>
internal sealed class SmtpClientExchange(SmtpClientConnection connection, SmtpClientTransaction transaction)
{
    /// <summary>Recipients in one write: their replies fit any socket buffer, so both sides cannot wait for each other (RFC 2920 §3.1).</summary>
    private const int Batch = 100;

    private readonly SmtpChannel _channel = connection.Channel;
    private readonly SmtpReply[] _replies = new SmtpReply[transaction.Recipients.Count];
    private int _unansweredPreface;
    private bool _begun;
    private bool _dataSent;

    private SmtpClientLimits Limits => connection.Limits;

    private SmtpClientCapabilities Offered => connection.Offered;

    /// <param name="abort">Ends the wait when the caller gives up. Taken back before the message's end is sent: from then on only the reply counts.</param>
    /// <exception cref="SmtpClientException">The connection is of no use any more.</exception>
    public async ValueTask<SmtpClientResult> RunAsync(CancellationTokenRegistration abort, CancellationToken ct)
    {
        try
        {
            await PresentAsync();
            RefuseWhatNeedsUtf8();
            if (!Array.Exists(_replies, reply => reply is null))
            {
                return new SmtpClientResult(_replies);
            }

            var mail = await EnvelopeAsync();
            return mail.IsPositive ? await AfterRecipientsAsync(abort, ct) : await AfterRefusedMailAsync(mail);
        }
        catch (SmtpClientException fault) when (!_begun && connection.IsReused)
        {
            throw new SmtpClientException(fault.Reply, fault.Message, fault) { IsStale = true };
        }
        catch (Exception fault) when (SmtpClientConnection.IsNetworkFault(fault))
        {
            throw connection.Lost(fault, SmtpClientReplies.Lost, stale: !_begun && connection.IsReused);
        }
    }

    /// <summary>Answers in place of a next hop without SMTPUTF8 those of whom it cannot be told; the others' RCPT is for it to answer.</summary>
    private void RefuseWhatNeedsUtf8()
    {
        if (Offered.SmtpUtf8)
        {
            return;
        }

        var forAll = transaction.ReturnPath is { NeedsSmtpUtf8: true } ? SmtpClientReplies.NoUtf8Address
            : transaction.HasUtf8Header ? SmtpClientReplies.NoUtf8Header
            : null;
        for (var i = 0; i < _replies.Length; i++)
        {
            _replies[i] = transaction.Recipients[i].Address.NeedsSmtpUtf8 ? SmtpClientReplies.NoUtf8Address : forAll!;
        }
    }

    /// <summary>XCLIENT, where the next hop trusts us so far; it begins the session anew, with EHLO.</summary>
    private async ValueTask PresentAsync()
    {
        if (transaction.Identity is not { } identity || connection.RefusesIdentity || Offered.XClient.Count == 0)
        {
            return;
        }

        var attributes = identity.ForConnection(Offered.XClient);
        if (attributes == connection.PresentedAs)
        {
            return;
        }

        connection.Allow(Limits.Command);
        if (connection.NeedsReset)
        {
            connection.NeedsReset = false;
            await connection.AskAsync("RSET");
        }

        var reply = await connection.AskAsync("XCLIENT", attributes);
        if (reply.IsPositive)
        {
            connection.PresentedAs = attributes;
            await connection.HelloAsync(identity.SpeakableHelloName);
        }
        else if (connection.IsReused)
        {
            throw SmtpReplyParser.Garbage($"It takes no second XCLIENT: {reply}");
        }
        else
        {
            connection.RefusesIdentity = true;
        }
    }

    /// <summary>
    /// Whatever goes before MAIL, then MAIL and RCPT, that for recipients without an answer; gives the reply to MAIL. RCPT's are in
    /// <see cref="_replies"/>.
    /// </summary>
    private async ValueTask<SmtpReply> EnvelopeAsync()
    {
        connection.Allow(Limits.Command);
        if (connection.NeedsReset)
        {
            connection.NeedsReset = false;
            await PrefaceAsync("RSET", "");
        }

        if (transaction.Identity is { } identity && connection.PresentedAs.Length == 0 && Offered.XForward.Count > 0)
        {
            // It counts for one transaction. A next hop that does not want it says so, and takes the mail all the same.
            await PrefaceAsync("XFORWARD", identity.ForMessage(Offered.XForward));
        }

        // Until the message has ended, the next transaction on this connection needs RSET.
        connection.NeedsReset = true;
        SmtpCommandWriter.Mail(_channel, transaction, Offered);
        return Offered.Pipelining ? await PipelinedAsync() : await StepwiseAsync();
    }

    private async ValueTask PrefaceAsync(string verb, string argument)
    {
        if (Offered.Pipelining)
        {
            SmtpCommandWriter.Verb(_channel, verb, argument);
            _unansweredPreface++;
            return;
        }

        await connection.AskAsync(verb, argument);
    }

    private async ValueTask<SmtpReply> PipelinedAsync()
    {
        SmtpReply? mail = null;
        for (var first = 0; first < _replies.Length && mail is null or { IsPositive: true };)
        {
            var end = QueueRecipients(first);
            if (end == _replies.Length && first == 0 && (end == 1 || transaction.Partial))
            {
                SmtpCommandWriter.Verb(_channel, "DATA");
                _dataSent = true;
            }

            await _channel.FlushAsync();
            mail ??= await ReadMailAsync();
            for (; first < end; first++)
            {
                _replies[first] ??= ForRecipient(await ReadAsync());
            }
        }

        return mail!;
    }

    private int QueueRecipients(int first)
    {
        var end = first;
        for (; end < _replies.Length && end - first < Batch && _channel.Free.Length > 2 * SmtpCommandWriter.MaxCommand; end++)
        {
            if (_replies[end] is null)
            {
                SmtpCommandWriter.Recipient(_channel, transaction.Recipients[end], Offered);
            }
        }

        return end;
    }

    private async ValueTask<SmtpReply> StepwiseAsync()
    {
        await _channel.FlushAsync();
        var mail = await ReadMailAsync();
        for (var i = 0; i < _replies.Length && mail.IsPositive; i++)
        {
            if (_replies[i] is not null)
            {
                continue;
            }

            SmtpCommandWriter.Recipient(_channel, transaction.Recipients[i], Offered);
            connection.Allow(Limits.Command);
            await _channel.FlushAsync();
            _replies[i] = ForRecipient(await ReadAsync());
        }

        return mail;
    }

    private async ValueTask<SmtpReply> ReadMailAsync()
    {
        for (; _unansweredPreface > 0; _unansweredPreface--)
        {
            await connection.ReadAsync();
        }

        var mail = await ReadAsync();
        _begun = true;
        return mail;
    }

    private SmtpReply ForRecipient(SmtpReply reply) =>
        // RFC 5321 §4.5.3.1.10: 552 to one of many recipients is an old way to say "too many recipients".
        reply.Code == 552 && reply.Enhanced != "5.2.2" && _replies.Length > 1 ? new SmtpReply(452, "4.5.3", reply.Lines) : reply;

    private async ValueTask<SmtpClientResult> AfterRefusedMailAsync(SmtpReply mail)
    {
        if (_dataSent && (await connection.ReadAsync()).Code == 354)
        {
            // It waits for a message that it has no sender for; there is no good way on.
            connection.Spoil();
        }

        return SmtpClientResult.ForAll(mail, _replies.Length);
    }

    private async ValueTask<SmtpClientResult> AfterRecipientsAsync(CancellationTokenRegistration abort, CancellationToken ct)
    {
        var isSplit = !transaction.Partial && Array.Exists(_replies, reply => reply.Code / 100 != _replies[0].Code / 100);
        var isWanted = Array.Exists(_replies, reply => reply.IsPositive);
        connection.Allow(Limits.DataInitiation);
        if (!_dataSent)
        {
            if (isSplit || !isWanted)
            {
                return new SmtpClientResult(_replies, isSplit);
            }

            SmtpCommandWriter.Verb(_channel, "DATA");
            await _channel.FlushAsync();
        }

        var data = await connection.ReadAsync();
        if (!isWanted)
        {
            return await EndEmptyAsync(data);
        }

        if (data.Code == 354)
        {
            return await new SmtpClientMessage(connection, transaction, _replies).SendAsync(abort, ct);
        }

        return SmtpClientMessage.Answer(_replies, data.Code >= 400 ? data : throw SmtpReplyParser.Garbage($"Its reply to DATA was {data}"));
    }

    /// <summary>DATA was sent along and taken although no recipient was.</summary>
    private async ValueTask<SmtpClientResult> EndEmptyAsync(SmtpReply data)
    {
        if (data.Code == 354)
        {
            // RFC 2920 §3.1: then the client sends a single dot, and does not care for the reply.
            await connection.AskAsync(".");
        }

        return new SmtpClientResult(_replies);
    }

    private async ValueTask<SmtpReply> ReadAsync()
    {
        var reply = await connection.ReadAsync();
        return reply.Code is >= 300 and < 400 ? throw SmtpReplyParser.Garbage($"Its reply to MAIL or RCPT was {reply}") : reply;
    }
}
