namespace MsLite.Filter.Delivery;

/// <summary>One message for one next hop.</summary>
/// <param name="Stamp">Makes the message for these recipients: a next hop that keeps one copy for each asks once for each.</param>
public sealed record DeliveryRequest(Transaction Transaction, IReadOnlyList<Recipient> Recipients, Func<IReadOnlyList<Recipient>, StampedMessage> Stamp)
{
    /// <summary>
    /// Others of its recipients have it already, or have to wait, so that one reply cannot be true for all: whom the next hop refuses now is worth
    /// remembering, to be asked for in a transaction of its own the next time.
    /// </summary>
    public bool IsPartOfOne { get; init; }
}
