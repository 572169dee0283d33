using System.Net;
using MsLite.Smtp;

namespace MsLite.Filter.Delivery;

/// <summary>A kind of next hop. One instance serves one next hop for all sessions, from many threads at once.</summary>
public interface IDelivery
{
    /// <summary>What the next hop can take, as far as known.</summary>
    SmtpExtensions Extensions { get; }

    /// <summary>The hosts of the next hop that were tried, and whether each answered when it was last.</summary>
    IEnumerable<(EndPoint Host, bool IsUp)> Hosts => [];

    /// <summary>
    /// How the next hop refused this recipient not long ago; null when it did not, or is not known to have. Only good for keeping such
    /// a recipient apart from others: the next hop may have changed its mind.
    /// </summary>
    SmtpReply? KnownAnswer(Recipient recipient) => null;

    /// <summary>
    /// Asks the next hop whether it takes mail for this recipient, or remembers what it said; null when it is of a kind that cannot be
    /// asked. Never throws for what a next hop does.
    /// </summary>
    ValueTask<Callout?> CallOutAsync(Recipient recipient, CancellationToken ct) => new((Callout?)null);

    /// <summary>
    /// Hands the message over and gives each recipient's reply, in their order. Without <paramref name="partial"/> the message goes
    /// to all of them or to none, as far as the next hop's protocol lets one know before the message is sent. A positive reply means
    /// that the next hop has taken responsibility (RFC 5321 §4.2.5). Never throws for what a next hop does: that is a 4xx reply.
    /// </summary>
    ValueTask<IReadOnlyList<SmtpReply>> DeliverAsync(DeliveryRequest request, bool partial, CancellationToken ct);
}
