namespace MsLite.Smtp.Client;

/// <summary>What a client is told when the next hop itself says nothing of use. The texts are general; the cause is in the log.</summary>
internal static class SmtpClientReplies
{
    public static readonly SmtpReply Unreachable = new(451, "4.4.1", "The next hop does not answer, please try again later");

    public static readonly SmtpReply Lost = new(451, "4.4.2", "The connection to the next hop broke, please try again later");

    // RFC 5321 §4.5.3.2.6: without the final reply nobody knows who has the message. Sent again it may arrive twice, but not never.
    public static readonly SmtpReply Unconfirmed = new(451, "4.4.2", "The next hop did not confirm the message, please try again later");

    public static readonly SmtpReply OutOfOrder = new(451, "4.3.0", "The next hop is out of order, please try again later");

    public static readonly SmtpReply Busy = new(451, "4.3.2", "The next hop is busy, please try again later");

    public static readonly SmtpReply NoTls = new(451, "4.7.5", "No secure connection to the next hop, please try again later");

    public static readonly SmtpReply NoEntry = new(451, "4.7.8", "The next hop does not let us in, please try again later");

    public static readonly SmtpReply Local = new(451, "4.3.0", "Temporary failure, please try again later");

    // RFC 6531 §3.5.
    public static readonly SmtpReply NoUtf8Address = new(553, "5.6.7", "The next hop does not take internationalized addresses");

    public static readonly SmtpReply NoUtf8Header = new(550, "5.6.7", "The next hop does not take internationalized messages");

    public static readonly SmtpReply BareLineEnd = new(554, "5.6.11", "Bare carriage return or line feed in the message");
}
