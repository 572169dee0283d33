using MsLite.Filter.Delivery;
using MsLite.Mail;
using MsLite.Smtp;

namespace MsLite.Filter;

/// <summary>One accepted RCPT of a transaction.</summary>
public sealed record Recipient(EmailAddress Address, RcptParameters Parameters)
{
    /// <summary>What its next hop said of it during RCPT; null when that was not asked.</summary>
    public Callout? Callout { get; init; }

    /// <summary>The hosted domain's directory below /srv.</summary>
    public string Domain => Address.DomainKey;
}
