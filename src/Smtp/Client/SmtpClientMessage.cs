namespace MsLite.Smtp.Client;

/// <summary>The message itself, between 354 and the final reply.</summary>
/// <param name="replies">RCPT's replies; the accepted ones become the message's fate.</param>
internal sealed class SmtpClientMessage(SmtpClientConnection connection, SmtpClientTransaction transaction, SmtpReply[] replies)
{
    public async ValueTask<SmtpClientResult> SendAsync(CancellationTokenRegistration abort, CancellationToken ct)
    {
        if (connection.Channel.HasUnread)
        {
            // A refusal may come early; a promise for a message that was not sent is none.
            return Answer(replies, await LastWordsAsync(SmtpReplyParser.Garbage("It answered before it was asked.")));
        }

        var writer = new DataWriter(connection.Channel, connection.FlushBlockAsync);
        try
        {
            await WriteAsync(writer, ct);
        }
        catch (SmtpClientException fault) when (fault.InnerException is not null)
        {
            return Answer(replies, await LastWordsAsync(fault));
        }

        // From here on the next hop may have the message: giving up would only mean to not know.
        abort.Unregister();
        try
        {
            connection.Allow(connection.Limits.DataTermination);
            await connection.Channel.FlushAsync();
            return connection.IsLmtp ? await ReadEachAsync() : Answer(replies, await ReadFinalAsync());
        }
        catch (Exception fault) when (SmtpClientConnection.IsNetworkFault(fault))
        {
            throw connection.Lost(fault, SmtpClientReplies.Unconfirmed);
        }
    }

    /// <summary>Gives <paramref name="final"/> to all whose RCPT was accepted.</summary>
    public static SmtpClientResult Answer(SmtpReply[] replies, SmtpReply final)
    {
        for (var i = 0; i < replies.Length; i++)
        {
            if (replies[i].IsPositive)
            {
                replies[i] = final;
            }
        }

        return new SmtpClientResult(replies);
    }

    private async ValueTask WriteAsync(DataWriter writer, CancellationToken ct)
    {
        try
        {
            await transaction.Content.CopyToAsync(writer, ct);
            await writer.FinishAsync();
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            // Our own storage: the next hop's faults have come as SmtpClientException. Closing without the dot discards what was sent.
            throw new SmtpClientException(SmtpClientReplies.Local, $"The message could not be read: {fault.Message}");
        }
    }

    /// <summary>A next hop that stops taking the message may have said why.</summary>
    private async ValueTask<SmtpReply> LastWordsAsync(SmtpClientException fault)
    {
        connection.Spoil();
        connection.Allow(connection.Limits.LastWords);
        try
        {
            var reply = await connection.ReadAsync();
            return reply.Code >= 400 ? reply : throw fault;
        }
        catch (Exception silence) when (SmtpClientConnection.IsNetworkFault(silence))
        {
            throw fault;
        }
    }

    private async ValueTask<SmtpReply> ReadFinalAsync()
    {
        var final = await connection.ReadAsync();
        connection.NeedsReset = false;
        return final.Code is >= 300 and < 400 ? throw SmtpReplyParser.Garbage($"Its reply to the message was {final}") : final;
    }

    /// <summary>RFC 2033 §4.2: one reply for each accepted recipient. Those who have theirs keep it, whatever happens after.</summary>
    private async ValueTask<SmtpClientResult> ReadEachAsync()
    {
        for (var i = 0; i < replies.Length; i++)
        {
            if (!replies[i].IsPositive)
            {
                continue;
            }

            try
            {
                replies[i] = await ReadFinalAsync();
            }
            catch (Exception fault) when (fault is SmtpClientException || SmtpClientConnection.IsNetworkFault(fault))
            {
                connection.Spoil();
                Array.Fill(replies, (fault as SmtpClientException)?.Reply ?? SmtpClientReplies.Unconfirmed, i, replies.Length - i);
                break;
            }
        }

        return new SmtpClientResult(replies);
    }
}
