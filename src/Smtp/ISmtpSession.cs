using MsLite.Mail;

namespace MsLite.Smtp;

/// <summary>
/// What the application answers to one client. Methods are called one at a time, in the order of the commands; the engine has
/// checked order and syntax before, so the session never sees a bad command. A method that throws gives the client 421 4.3.0 and
/// ends its session, nobody else's.
/// </summary>
public interface ISmtpSession : IAsyncDisposable
{
    /// <summary>What EHLO may offer beyond what the engine always offers. Asked at each EHLO.</summary>
    SmtpExtensions Extensions { get; }

    /// <summary>The greeting: 220, or 421 / 554 to turn the client away.</summary>
    ValueTask<SmtpReply> ConnectAsync(CancellationToken ct);

    /// <summary>HELO or EHLO. A positive reply's text is the greeting line; the engine adds the keywords.</summary>
    ValueTask<SmtpReply> HelloAsync(string name, bool extended, CancellationToken ct);

    /// <param name="from">Null is the null return path, "&lt;&gt;".</param>
    ValueTask<SmtpReply> MailAsync(EmailAddress? from, MailParameters parameters, CancellationToken ct);

    /// <summary>A reply other than 2xx leaves the recipient out of the transaction.</summary>
    ValueTask<SmtpReply> RcptAsync(EmailAddress to, RcptParameters parameters, CancellationToken ct);

    /// <summary>The whole message. Read it with <see cref="MessageData.CopyToAsync"/>; if that gives a reply, answer with it.</summary>
    ValueTask<DataReply> DataAsync(MessageData data, CancellationToken ct);

    /// <summary>Forget the transaction: RSET, a new EHLO, or its end.</summary>
    void Reset();

    /// <summary>
    /// For whoever looks on: what the client was answered, by the engine or by the session itself, in the order of the commands. It
    /// comes after the command was carried out, and must neither wait nor throw.
    /// </summary>
    /// <param name="command">Such as "RCPT", without what the client wrote behind it; empty when the reply answers no command, such as a timeout.</param>
    void Answered(string command, SmtpReply reply)
    {
    }
}
