namespace MsLite.Smtp.Client;

/// <summary>Writes a transaction as batch SMTP (RFC 2442): all commands and the message in one stream, with nobody to answer in between.</summary>
public static class BatchSmtp
{
    /// <summary>The line that the first RCPT stands in: before it there are HELO and MAIL.</summary>
    public const int FirstRecipientLine = 3;

    /// <summary>
    /// Returns null when all was written, up to QUIT; otherwise what the recipients are to be told. Then the end of the message was
    /// not written, unless the reader was the one who gave up, which is <paramref name="output"/>'s <see cref="IOException"/>.
    /// </summary>
    /// <exception cref="IOException">Nobody reads any more.</exception>
    /// <exception cref="OperationCanceledException">In any case before the end of the message was written.</exception>
    public static async ValueTask<SmtpReply?> WriteAsync(
        SmtpClientTransaction transaction, string helloName, Stream output, CancellationToken ct)
    {
        var channel = new SmtpChannel(output);
        try
        {
            SmtpCommandWriter.Verb(channel, "HELO", helloName);
            SmtpCommandWriter.Mail(channel, transaction, SmtpClientCapabilities.None);
            await WriteRecipientsAsync(transaction, channel);
            SmtpCommandWriter.Verb(channel, "DATA");
            await channel.FlushAsync();
            await WriteMessageAsync(transaction, channel, ct);
        }
        catch (SmtpClientException fault)
        {
            return fault.InnerException is IOException nobodyReads ? throw nobodyReads : fault.Reply;
        }

        ct.ThrowIfCancellationRequested();
        await channel.FlushAsync();
        return null;
    }

    private static async ValueTask WriteRecipientsAsync(SmtpClientTransaction transaction, SmtpChannel channel)
    {
        foreach (var recipient in transaction.Recipients)
        {
            if (channel.Free.Length < 2 * SmtpCommandWriter.MaxCommand)
            {
                await channel.FlushAsync();
            }

            SmtpCommandWriter.Recipient(channel, recipient, SmtpClientCapabilities.None);
        }
    }

    /// <summary>Leaves the end of the message, and QUIT, gathered in the channel.</summary>
    private static async ValueTask WriteMessageAsync(SmtpClientTransaction transaction, SmtpChannel channel, CancellationToken ct)
    {
        var writer = new DataWriter(channel, () => FlushAsync(channel));
        try
        {
            await transaction.Content.CopyToAsync(writer, ct);
            if (channel.Free.Length < SmtpCommandWriter.MaxCommand)
            {
                await FlushAsync(channel);
            }

            await writer.FinishAsync();
            SmtpCommandWriter.Verb(channel, "QUIT");
        }
        catch (IOException fault)
        {
            // Our own storage: the reader's faults have come as SmtpClientException.
            throw new SmtpClientException(SmtpClientReplies.Local, $"The message could not be read: {fault.Message}");
        }
    }

    private static async ValueTask FlushAsync(SmtpChannel channel)
    {
        try
        {
            await channel.FlushAsync();
        }
        catch (IOException fault)
        {
            throw new SmtpClientException(SmtpClientReplies.Lost, fault.Message, fault);
        }
    }
}
