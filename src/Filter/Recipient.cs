using MsLite.Mail;
using MsLite.Smtp;

namespace MsLite.Filter;

/// <summary>One accepted RCPT of a transaction.</summary>
public sealed record Recipient(EmailAddress Address, RcptParameters Parameters)
{
    /// <summary>The hosted domain's directory below /srv.</summary>
    public string Domain => Address.DomainKey;
}
