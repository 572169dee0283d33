namespace MsLite.Smtp.Protocol;

/// <summary>The commands that the engine tells apart.</summary>
internal enum SmtpVerb
{
    /// <summary>Not a command of SMTP: the third of a session ends it.</summary>
    Unrecognised,

    /// <summary>A command of SMTP or of one of its extensions that this server does not offer.</summary>
    NotImplemented,
    Helo,
    Ehlo,
    Mail,
    Rcpt,
    Data,
    Rset,
    Noop,
    Quit,
    Vrfy,
    Expn,
    Help,
    StartTls,
    Xclient,
}
