using System.Globalization;
using System.Text;
using MsLite.Smtp.Protocol;

namespace MsLite.Smtp.Server;

/// <summary>Carries out the commands that need nothing but the session: checks order and syntax, then asks it.</summary>
internal sealed class SmtpInterpreter(ISmtpSession session, SmtpClientHost client, SmtpServerOptions options)
{
    // RFC 5321 §4.5.3.1.2.
    private const int MaxHelloName = 255;

    public SmtpProgress Progress { get; } = new();

    public ISmtpSession Session => session;

    public bool Secure => client.Tls is not null;

    /// <summary>XCLIENT may be offered.</summary>
    public bool ProxyTrusted { get; init; }

    public ValueTask<Answer> ExecuteAsync(SmtpCommand command, CancellationToken ct)
    {
        if (Refuse(command) is { } refusal)
        {
            return ValueTask.FromResult(refusal);
        }

        return command.Verb switch
        {
            SmtpVerb.Helo => HelloAsync(command.Argument.Span, extended: false, ct),
            SmtpVerb.Ehlo => HelloAsync(command.Argument.Span, extended: true, ct),
            SmtpVerb.Mail => MailAsync(command.Argument.Span, ct),
            SmtpVerb.Rcpt => RcptAsync(command.Argument.Span, ct),
            SmtpVerb.Rset => ValueTask.FromResult(Reset()),
            SmtpVerb.Noop => ValueTask.FromResult(Answer.To(SmtpReplies.Noop)),
            SmtpVerb.Help => ValueTask.FromResult(Answer.To(SmtpReplies.Help)),
            SmtpVerb.Vrfy => ValueTask.FromResult(Answer.To(SmtpReplies.CannotVerify)),
            SmtpVerb.Quit => ValueTask.FromResult(Answer.To(SmtpReplies.Bye)),
            _ => ValueTask.FromResult(Answer.Fault(SmtpReplies.NotImplemented)),
        };
    }

    /// <summary>What order or a needless argument forbids; null when the command may be carried out.</summary>
    public Answer? Refuse(SmtpCommand command)
    {
        if (SmtpStateTable.Judge(command.Verb, Progress.State, Secure) is { } refusal)
        {
            // Not the client's fault: it pipelined DATA before it could know.
            return new Answer(refusal, Bad: refusal != SmtpReplies.NoValidRecipients);
        }

        var bare = command.Verb is SmtpVerb.Data or SmtpVerb.Rset or SmtpVerb.Quit or SmtpVerb.StartTls;
        return bare && !command.Argument.IsEmpty ? Answer.Fault(SmtpReplies.NoArgument) : null;
    }

    /// <summary>RFC 3207 §4.2: after the handshake nothing is known of the client but what TLS says.</summary>
    public void StartOver()
    {
        session.Reset();
        Progress.StartOver();
        client.HelloName = null;
        client.Extended = false;
    }

    public void EndTransaction()
    {
        session.Reset();
        Progress.EndTransaction();
    }

    private Answer Reset()
    {
        EndTransaction();
        return Answer.To(SmtpReplies.Reset);
    }

    private ValueTask<Answer> HelloAsync(ReadOnlySpan<byte> argument, bool extended, CancellationToken ct)
    {
        // RFC 5321 §4.1.1.1 wants a domain or an address literal. §4.1.4 forbids refusing what merely looks wrong: a check may.
        // Some clients give the name of their machine with its blanks; the first word is taken for it.
        var blank = argument.IndexOf((byte)' ');
        var name = blank < 0 ? argument : argument[..blank];
        if (name.IsEmpty || name.Length > MaxHelloName || name.ContainsAnyExceptInRange((byte)0x21, (byte)0x7e))
        {
            return ValueTask.FromResult(Answer.Fault(SmtpReplies.HelloSyntax));
        }

        return GreetAsync(Encoding.ASCII.GetString(name), extended, ct);
    }

    private async ValueTask<Answer> GreetAsync(string name, bool extended, CancellationToken ct)
    {
        // RFC 5321 §4.1.4: a later EHLO or HELO is like RSET and then the greeting.
        EndTransaction();
        var reply = await session.HelloAsync(name, extended, ct);
        if (!reply.IsPositive)
        {
            return Answer.To(reply);
        }

        client.HelloName = name;
        client.Extended = extended;
        Progress.Greeted(session.Extensions);
        return Answer.To(new SmtpReply(250, null, extended ? [reply.Text, .. Keywords()] : [reply.Text]));
    }

    private List<string> Keywords()
    {
        var words = new List<string>(12)
        {
            "PIPELINING",
            string.Create(CultureInfo.InvariantCulture, $"SIZE {options.MaxMessageSize}"),
            "8BITMIME",
            "ENHANCEDSTATUSCODES",
            "PRDR",

            // RFC 9422 §4.
            string.Create(CultureInfo.InvariantCulture, $"LIMITS RCPTMAX={options.Limits.Recipients}"),
        };

        // RFC 3207 §4.2: not offered again inside TLS.
        if (!Secure && options.Certificate() is not null)
        {
            words.Add("STARTTLS");
        }

        if (Progress.Offered.HasFlag(SmtpExtensions.SmtpUtf8))
        {
            words.Add("SMTPUTF8");
        }

        if (Progress.Offered.HasFlag(SmtpExtensions.Dsn))
        {
            words.Add("DSN");
        }

        if (ProxyTrusted)
        {
            words.Add(XclientCommand.Keyword);
        }

        return words;
    }

    private ValueTask<Answer> MailAsync(ReadOnlySpan<byte> argument, CancellationToken ct)
    {
        if (MailCommand.TryParse(argument, Progress.Offered, out var command) is { } refusal)
        {
            return ValueTask.FromResult(Answer.Fault(refusal));
        }

        // RFC 1870 §6.1: what is announced too large is not worth sending.
        return command.Parameters.Size > options.MaxMessageSize
            ? ValueTask.FromResult(Answer.To(SmtpReplies.TooLarge))
            : MailAsync(command, ct);
    }

    private async ValueTask<Answer> MailAsync(MailCommand command, CancellationToken ct)
    {
        var reply = await session.MailAsync(command.ReturnPath, command.Parameters, ct);
        if (reply.IsPositive)
        {
            Progress.MailAccepted(command.Parameters);
        }

        return Answer.To(reply);
    }

    private ValueTask<Answer> RcptAsync(ReadOnlySpan<byte> argument, CancellationToken ct)
    {
        if (RcptCommand.TryParse(argument, Progress.Offered, Progress.Mail.SmtpUtf8, out var command) is { } refusal)
        {
            Progress.RecipientRefused();
            return ValueTask.FromResult(Answer.Fault(refusal));
        }

        // RFC 5321 §4.5.3.1.10: the client sends the others in another transaction.
        return Progress.Recipients >= options.Limits.Recipients
            ? ValueTask.FromResult(Answer.To(SmtpReplies.TooManyRecipients))
            : RcptAsync(command, ct);
    }

    private async ValueTask<Answer> RcptAsync(RcptCommand command, CancellationToken ct)
    {
        var reply = await session.RcptAsync(command.Recipient, command.Parameters, ct);
        if (reply.IsPositive)
        {
            Progress.RecipientAccepted();
        }
        else
        {
            Progress.RecipientRefused();
        }

        return Answer.To(reply);
    }
}
