namespace MsLite.Filter.Delivery;

/// <summary>One message for one next hop.</summary>
/// <param name="Stamp">Makes the message for these recipients: a next hop that keeps one copy for each asks once for each.</param>
public sealed record DeliveryRequest(Transaction Transaction, IReadOnlyList<Recipient> Recipients, Func<IReadOnlyList<Recipient>, StampedMessage> Stamp);
