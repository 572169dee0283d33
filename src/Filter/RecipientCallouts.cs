using MsLite.Filter.Delivery;
using MsLite.Filter.Policy;

namespace MsLite.Filter;

/// <summary>Asks a domain's next hop about recipients that only <c>users/valid/*</c> accepts, where that file says <c>verify: nexthop</c>.</summary>
public sealed class RecipientCallouts
{
    private readonly Judge _judge;
    private readonly NextHops _nextHops;

    internal RecipientCallouts(Judge judge, NextHops nextHops)
    {
        _judge = judge;
        _nextHops = nextHops;
    }

    /// <summary>The recipient, with what its next hop said when it is one to be asked about.</summary>
    /// <exception cref="IOException">The tree does not say.</exception>
    internal ValueTask<Recipient> AskAsync(Transaction transaction, Recipient recipient, DomainPolicy policy, CancellationToken ct) =>
        Recipients.MayAskNextHop(policy)
        && _judge.LeavesToNextHop(transaction, recipient)
        && _nextHops.TryFind(NextHops.TextFor(policy, transaction.Options), transaction.Options, out var delivery, out _)
            ? AskAsync(recipient, delivery, ct)
            : new(recipient);

    private static async ValueTask<Recipient> AskAsync(Recipient recipient, IDelivery delivery, CancellationToken ct) =>
        recipient with { Callout = await delivery.CallOutAsync(recipient, ct) };
}
