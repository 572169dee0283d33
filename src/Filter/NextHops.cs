using System.Diagnostics.CodeAnalysis;
using MsLite.Filter.Delivery;
using MsLite.Filter.Policy;

namespace MsLite.Filter;

/// <summary>Which next hop a domain's mail takes: its own file <c>delivery</c>, or the default.</summary>
internal sealed class NextHops(SrvTree tree, DeliveryCatalogue deliveries)
{
    private readonly MadeOf<string, IDelivery> _default = new(text =>
        NextHop.TryParse(text, out var nextHop, out var fault) ? deliveries.For(nextHop!) : throw new InvalidOperationException(fault));

    /// <summary>The option's next hop, which the validator has passed.</summary>
    public IDelivery Default(MsLiteOptions options) => _default.For(options.Delivery);

    /// <exception cref="IOException">The tree does not say.</exception>
    public string TextFor(string domain, MsLiteOptions options) => TextFor(tree.FindDomain(domain), options);

    /// <inheritdoc cref="TextFor(string, MsLiteOptions)"/>
    public static string TextFor(DomainPolicy? policy, MsLiteOptions options) => policy?.NextHopText ?? options.Delivery;

    /// <summary>
    /// The first digit of the reply with which the next hop refused this recipient within the last hour, if it did, and a question mark
    /// if it could not answer just now; otherwise empty.
    /// </summary>
    public string KnownAnswer(Recipient recipient, MsLiteOptions options)
    {
        var refusal = TryFind(TextFor(recipient.Domain, options), options, out var delivery, out _) ? delivery.KnownAnswer(recipient) : null;
        var isOpen = recipient.Callout is { Result: CalloutResult.Open };
        return (refusal?.Code / 100) + (isOpen ? "?" : "");
    }

    /// <summary>A next hop that cannot be understood gives a sentence for the log; its mail waits with the client.</summary>
    public bool TryFind(string text, MsLiteOptions options, [NotNullWhen(true)] out IDelivery? delivery, out string fault)
    {
        if (string.Equals(text, options.Delivery, StringComparison.Ordinal))
        {
            fault = "";
            delivery = Default(options);
            return true;
        }

        delivery = NextHop.TryParse(text, out var nextHop, out fault) ? deliveries.For(nextHop!) : null;
        return delivery is not null;
    }
}
