using MsLite.Smtp;

namespace MsLite.Filter.Delivery;

/// <summary>What a client is told by more than one kind of delivery.</summary>
internal static class DeliveryReplies
{
    // RFC 5321 §4.5.3.1.10 makes a client try the rest of its recipients in another transaction; by then KnownAnswer keeps them apart.
    public static readonly SmtpReply Split = new(451, "4.5.3", "The next hop answers differently for the recipients, please send again");
}
