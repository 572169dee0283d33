namespace MsLite.Smtp.Protocol;

/// <summary>Which command is allowed when: the only judge of order (RFC 5321 §4.1.4).</summary>
internal static class SmtpStateTable
{
    /// <summary>Null when the command may be carried out, else the reply that says why not.</summary>
    /// <param name="verb">The command.</param>
    /// <param name="state">How far the session has come.</param>
    /// <param name="secure">TLS is up.</param>
    public static SmtpReply? Judge(SmtpVerb verb, SmtpState state, bool secure) => (verb, state) switch
    {
        (SmtpVerb.Mail, SmtpState.Connected) => SmtpReplies.HelloFirst,
        (SmtpVerb.Mail, SmtpState.Greeted) => null,
        (SmtpVerb.Mail, _) => SmtpReplies.NestedMail,

        (SmtpVerb.Rcpt, SmtpState.Connected) => SmtpReplies.HelloFirst,
        (SmtpVerb.Rcpt, SmtpState.Greeted) => SmtpReplies.MailFirst,

        (SmtpVerb.Data, SmtpState.Connected) => SmtpReplies.HelloFirst,
        (SmtpVerb.Data, SmtpState.Greeted) => SmtpReplies.MailFirst,
        (SmtpVerb.Data, SmtpState.Mail) => SmtpReplies.RecipientFirst,

        // RFC 2920 §3.1: a client that pipelines sends DATA before it knows that no recipient was accepted.
        (SmtpVerb.Data, SmtpState.RecipientsRefused) => SmtpReplies.NoValidRecipients,

        // RFC 3207 §4.2: once in TLS there is no second STARTTLS. In a transaction it is allowed, and ends it.
        (SmtpVerb.StartTls, _) when secure => SmtpReplies.TlsAlreadyActive,
        (SmtpVerb.StartTls, SmtpState.Connected) => SmtpReplies.HelloFirst,

        (SmtpVerb.Xclient, SmtpState.Mail or SmtpState.RecipientsRefused or SmtpState.Recipients) => SmtpReplies.NotInTransaction,

        // RFC 5321 §4.1.4: NOOP, HELP, EXPN, VRFY, RSET, QUIT and a new greeting are allowed at any time.
        _ => null,
    };
}
