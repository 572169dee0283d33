using System.Diagnostics.CodeAnalysis;
using MsLite.Filter.Delivery;
using MsLite.Filter.Policy;

namespace MsLite.Filter;

/// <summary>Which next hop a domain's mail takes: its own file <c>delivery</c>, or the default.</summary>
internal sealed class NextHops(SrvTree tree, MsLiteOptions options, DeliveryCatalogue deliveries)
{
    /// <summary>The option's next hop, which has been validated at start.</summary>
    public IDelivery Default { get; } =
        NextHop.TryParse(options.Delivery, out var nextHop, out var fault) ? deliveries.For(nextHop!) : throw new InvalidOperationException(fault);

    /// <exception cref="IOException">The tree does not say.</exception>
    public string TextFor(string domain) => TextFor(tree.FindDomain(domain));

    /// <inheritdoc cref="TextFor(string)"/>
    public string TextFor(DomainPolicy? policy) => policy?.NextHopText ?? options.Delivery;

    /// <summary>
    /// The first digit of the reply with which the next hop refused this recipient within the last hour, if it did, and a question mark
    /// if it could not answer just now; otherwise empty.
    /// </summary>
    public string KnownAnswer(Recipient recipient)
    {
        var refusal = TryFind(TextFor(recipient.Domain), out var delivery, out _) ? delivery.KnownAnswer(recipient) : null;
        var isOpen = recipient.Callout is { Result: CalloutResult.Open };
        return (refusal?.Code / 100) + (isOpen ? "?" : "");
    }

    /// <summary>A next hop that cannot be understood gives a sentence for the log; its mail waits with the client.</summary>
    public bool TryFind(string text, [NotNullWhen(true)] out IDelivery? delivery, out string fault)
    {
        if (string.Equals(text, options.Delivery, StringComparison.Ordinal))
        {
            fault = "";
            delivery = Default;
            return true;
        }

        delivery = NextHop.TryParse(text, out var nextHop, out fault) ? deliveries.For(nextHop!) : null;
        return delivery is not null;
    }
}
