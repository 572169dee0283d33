namespace MsLite.Smtp.Protocol;

/// <summary>How far a session has come.</summary>
internal enum SmtpState
{
    /// <summary>No HELO or EHLO yet.</summary>
    Connected,

    /// <summary>Greeted; no transaction.</summary>
    Greeted,

    /// <summary>MAIL was accepted.</summary>
    Mail,

    /// <summary>MAIL was accepted, and every RCPT so far was refused.</summary>
    RecipientsRefused,

    /// <summary>At least one RCPT was accepted.</summary>
    Recipients,
}
