using MsLite.Mail;

namespace MsLite.Smtp.Client;

/// <summary>One RCPT command to send.</summary>
public readonly record struct SmtpClientRecipient(EmailAddress Address, RcptParameters Parameters);
