using MsLite.Mail;

namespace MsLite.Smtp.Client;

/// <summary>One message to hand over, with its envelope.</summary>
public sealed class SmtpClientTransaction
{
    /// <summary>Null is the null return path.</summary>
    public required EmailAddress? ReturnPath { get; init; }

    public required MailParameters Parameters { get; init; }

    /// <summary>At least one.</summary>
    public required IReadOnlyList<SmtpClientRecipient> Recipients { get; init; }

    public required IMessageSource Content { get; init; }

    /// <summary>The message's own header is not ASCII, so only a next hop with SMTPUTF8 may have it (RFC 6531 §3.1).</summary>
    public bool HasUtf8Header { get; init; }

    /// <summary>Go on with the recipients that were accepted although others were not.</summary>
    public bool Partial { get; init; }

    /// <summary>Whose mail it is, for a next hop that takes XCLIENT or XFORWARD; null when there is no client.</summary>
    public SmtpClientIdentity? Identity { get; init; }

    /// <summary>An address that a next hop without SMTPUTF8 cannot take (RFC 6531 §3.2).</summary>
    internal bool HasUtf8Address
    {
        get
        {
            if (ReturnPath is { NeedsSmtpUtf8: true })
            {
                return true;
            }

            foreach (var recipient in Recipients)
            {
                if (recipient.Address.NeedsSmtpUtf8)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
