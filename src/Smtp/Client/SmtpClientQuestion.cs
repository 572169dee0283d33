using MsLite.Mail;

namespace MsLite.Smtp.Client;

/// <summary>Asks whether the next hop would take mail for a recipient: a transaction that is taken back before any message.</summary>
internal sealed class SmtpClientQuestion(SmtpClientConnection connection, EmailAddress recipient)
{
    private bool _isAnswered;

    private SmtpClientCapabilities Offered => connection.Offered;

    /// <exception cref="SmtpClientException">The connection is of no use any more.</exception>
    public async ValueTask<SmtpClientAnswer> RunAsync()
    {
        if (recipient.NeedsSmtpUtf8 && !Offered.SmtpUtf8)
        {
            return new SmtpClientAnswer(SmtpClientReplies.NoUtf8Address, IsOfRecipient: false);
        }

        try
        {
            return await AskAsync();
        }
        catch (SmtpClientException fault) when (!_isAnswered && connection.IsReused)
        {
            throw new SmtpClientException(fault.Reply, fault.Message, fault) { IsStale = true };
        }
        catch (Exception fault) when (SmtpClientConnection.IsNetworkFault(fault))
        {
            throw connection.Lost(fault, SmtpClientReplies.Lost, stale: !_isAnswered && connection.IsReused);
        }
    }

    private async ValueTask<SmtpClientAnswer> AskAsync()
    {
        var before = connection.NeedsReset ? 1 : 0;

        // Whatever happens before RSET has been answered, the next transaction must not find this one open.
        connection.NeedsReset = true;
        var replies = await ExchangeAsync([.. Enumerable.Repeat<Action>(Reset, before), Mail, Rcpt, Reset]);
        connection.NeedsReset = !replies[^1].IsPositive;
        var mail = replies[before];
        return mail.IsPositive
            ? new SmtpClientAnswer(replies[before + 1], IsOfRecipient: true)
            : new SmtpClientAnswer(mail, IsOfRecipient: false);
    }

    private async ValueTask<SmtpReply[]> ExchangeAsync(Action[] commands)
    {
        connection.Allow(connection.Limits.Command);
        var replies = new SmtpReply[commands.Length];
        for (var i = 0; i < commands.Length; i++)
        {
            if (i == 0 || !Offered.Pipelining)
            {
                Array.ForEach(Offered.Pipelining ? commands : [commands[i]], command => command());
                await connection.Channel.FlushAsync();
            }

            replies[i] = await connection.ReadAsync();
            _isAnswered = true;
            if (replies[i].Code is >= 300 and < 400)
            {
                throw SmtpReplyParser.Garbage($"Its reply to MAIL, RCPT or RSET was {replies[i]}");
            }
        }

        return replies;
    }

    private void Reset() => SmtpCommandWriter.Verb(connection.Channel, "RSET");

    private void Mail() => SmtpCommandWriter.MailFromNobody(connection.Channel, smtpUtf8: recipient.NeedsSmtpUtf8);

    private void Rcpt() => SmtpCommandWriter.Recipient(connection.Channel, new SmtpClientRecipient(recipient, RcptParameters.None), Offered);
}
