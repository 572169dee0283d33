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
    /// <exception cref="OperationCanceledException">Before the end of the message was written, or while it was.</exception>
    public static async ValueTask<SmtpReply?> WriteAsync(
        SmtpClientTransaction transaction, string helloName, Stream output, CancellationToken ct)
    {
        var channel = new SmtpChannel(output);
        try
        {
            SmtpCommandWriter.Verb(channel, "HELO", helloName);
            SmtpCommandWriter.Mail(channel, transaction, SmtpClientCapabilities.None);
            await WriteRecipientsAsync(transaction, channel, ct);
            SmtpCommandWriter.Verb(channel, "DATA");
            await SendAsync(channel, ct);
            await WriteMessageAsync(transaction, channel, ct);
        }
        catch (SmtpClientException fault)
        {
            return fault.InnerException is IOException nobodyReads ? throw nobodyReads : fault.Reply;
        }

        ct.ThrowIfCancellationRequested();
        await SendAsync(channel, ct);
        return null;
    }

    private static async ValueTask WriteRecipientsAsync(SmtpClientTransaction transaction, SmtpChannel channel, CancellationToken ct)
    {
        foreach (var recipient in transaction.Recipients)
        {
            if (channel.Free.Length < 2 * SmtpCommandWriter.MaxCommand)
            {
                await SendAsync(channel, ct);
            }

            SmtpCommandWriter.Recipient(channel, recipient, SmtpClientCapabilities.None);
        }
    }

    /// <summary>Leaves the end of the message, and QUIT, gathered in the channel.</summary>
    private static async ValueTask WriteMessageAsync(SmtpClientTransaction transaction, SmtpChannel channel, CancellationToken ct)
    {
        var writer = new DataWriter(channel, () => FlushAsync(channel, ct));
        try
        {
            await transaction.Content.CopyToAsync(writer, ct);
            if (channel.Free.Length < SmtpCommandWriter.MaxCommand)
            {
                await FlushAsync(channel, ct);
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

    private static async ValueTask FlushAsync(SmtpChannel channel, CancellationToken ct)
    {
        try
        {
            await SendAsync(channel, ct);
        }
        catch (IOException fault)
        {
            throw new SmtpClientException(SmtpClientReplies.Lost, fault.Message, fault);
        }
    }

    /// <summary>Nothing ends a write into a pipe that nobody reads. It need not be waited for, though.</summary>
    private static async Task SendAsync(SmtpChannel channel, CancellationToken ct)
    {
        var sending = channel.FlushAsync().AsTask();
        try
        {
            await sending.WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            _ = ForgetAsync(sending);
            throw;
        }
    }

    /// <summary>When the reader goes it fails, which nobody wants to know any more.</summary>
    private static async Task ForgetAsync(Task sending) => await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
