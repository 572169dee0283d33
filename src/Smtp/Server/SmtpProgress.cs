using MsLite.Smtp.Protocol;

namespace MsLite.Smtp.Server;

/// <summary>How far a client has come: what the engine itself remembers between commands.</summary>
internal sealed class SmtpProgress
{
    public SmtpState State { get; private set; }

    /// <summary>Extensions the last EHLO offered.</summary>
    public SmtpExtensions Offered { get; private set; }

    public MailParameters Mail { get; private set; } = MailParameters.None;

    /// <summary>RCPT commands accepted in this transaction.</summary>
    public int Recipients { get; private set; }

    public void Greeted(SmtpExtensions offered)
    {
        State = SmtpState.Greeted;
        Offered = offered;
    }

    public void MailAccepted(MailParameters mail)
    {
        State = SmtpState.Mail;
        Mail = mail;
    }

    public void RecipientAccepted()
    {
        State = SmtpState.Recipients;
        Recipients++;
    }

    public void RecipientRefused() => State = State == SmtpState.Recipients ? State : SmtpState.RecipientsRefused;

    /// <summary>The transaction is over.</summary>
    public void EndTransaction()
    {
        State = State == SmtpState.Connected ? State : SmtpState.Greeted;
        Mail = MailParameters.None;
        Recipients = 0;
    }

    /// <summary>As after connecting.</summary>
    public void StartOver()
    {
        EndTransaction();
        State = SmtpState.Connected;
        Offered = SmtpExtensions.None;
    }
}
