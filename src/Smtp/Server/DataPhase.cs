using MsLite.Smtp.Protocol;

namespace MsLite.Smtp.Server;

/// <summary>From DATA to the reply behind the message (RFC 5321 §4.1.1.4).</summary>
internal sealed class DataPhase(Wire wire, SmtpEngine engine, SmtpClientHost client)
{
    /// <summary>Null when the session goes on; else it is over, and the reply, if there is one, is still to be sent.</summary>
    public async ValueTask<DataEnd> RunAsync(SmtpInterpreter interpreter, CancellationToken ct)
    {
        var mail = interpreter.Progress.Mail;
        ReplyWriter.Write(wire.Output, SmtpReplies.StartData, mail.SmtpUtf8);
        interpreter.Session.Answered(SmtpVerb.Data.Word(), SmtpReplies.StartData);
        if (!await wire.FlushAsync(wire.After(engine.Limits.Command)))
        {
            return DataEnd.Gone;
        }

        var data = new WireMessageData(wire, engine);
        var reply = await AskAsync(interpreter.Session, data, ct);
        if (reply is null)
        {
            return new DataEnd(data.CutReply, IsOver: true);
        }

        WriteReplies(reply, mail);
        interpreter.Session.Answered(SmtpVerb.Data.Word(), reply.Final);
        engine.Metrics.Message(reply.Final, data.Length);
        engine.Metrics.Replied(reply.Final);
        interpreter.EndTransaction();

        // The answer to a message is not kept waiting for the batch: were it lost, the client would send the message again.
        return await wire.FlushAsync(wire.After(engine.Limits.Command))
            ? new DataEnd(null, reply.Final.Closes)
            : DataEnd.Gone;
    }

    // Null when the client was cut off.
    private async ValueTask<DataReply?> AskAsync(ISmtpSession session, WireMessageData data, CancellationToken ct)
    {
        try
        {
            var reply = await session.DataAsync(data, ct);
            if (!data.Cut && !data.Ended)
            {
                await data.DiscardAsync(ct);
            }

            return data.Cut ? null : Guard(reply, data);
        }
        catch (OperationCanceledException) when (data.Cut)
        {
            return null;
        }
    }

    // The promise: no positive answer to a message that was not read whole, nor to one that is refused on the wire.
    private DataReply Guard(DataReply reply, WireMessageData data)
    {
        if (data.Refusal is { } refusal)
        {
            return new DataReply(refusal);
        }

        if (data.Taken || !(reply.Final.IsPositive || reply.PerRecipient?.Any(each => each.IsPositive) == true))
        {
            return reply;
        }

        SmtpLog.AcceptedUnread(engine.Logger, client.SessionId, client.EndPoint, reply.Final);
        return new DataReply(SmtpReplies.Unread);
    }

    // draft-hall-prdr: 353, one reply for each accepted recipient in their order, then one for all.
    private void WriteReplies(DataReply reply, MailParameters mail)
    {
        if (mail.Prdr && reply.PerRecipient is { } each)
        {
            ReplyWriter.Write(wire.Output, SmtpReplies.PerRecipient, mail.SmtpUtf8);
            foreach (var one in each)
            {
                ReplyWriter.Write(wire.Output, one, mail.SmtpUtf8);
            }
        }

        ReplyWriter.Write(wire.Output, reply.Final, mail.SmtpUtf8);
    }
}
