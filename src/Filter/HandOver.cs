using System.Diagnostics;
using Microsoft.Extensions.Logging;
using MsLite.Filter.Delivery;
using MsLite.Filter.Health;
using MsLite.Smtp;

namespace MsLite.Filter;

/// <summary>Gives a message to one next hop, for those of its recipients that do not have it yet.</summary>
internal sealed class HandOver(NextHops nextHops, HeaderStamp stamp, DeliveredMemory delivered, FilterMetrics metrics, NextHopWatch watch, ILogger<HandOver> log)
{
    private static readonly SmtpReply s_misconfigured = new(451, "4.3.5", "The next hop is not configured correctly");

    // One reply for several outcomes: only "try again" is true for all of them.
    private static readonly SmtpReply s_mixed = new(451, "4.3.0", "The next hop did not take the message for every recipient");

    /// <summary>The replies in the order of the recipients. Without PRDR they are all of one kind.</summary>
    /// <param name="comesAgain">The client will be told to send the message again for others: who gets it now must not get it twice.</param>
    public async ValueTask<IReadOnlyList<SmtpReply>> RunAsync(
        Transaction transaction, string nextHop, IReadOnlyList<Recipient> recipients, bool comesAgain, CancellationToken ct)
    {
        if (!nextHops.TryFind(nextHop, transaction.Options, out var delivery, out var fault))
        {
            log.BadNextHop(transaction.Id, nextHop, fault);
            return ToAll(recipients, s_misconfigured);
        }

        try
        {
            var known = await FindDeliveredAsync(transaction, recipients, ct);
            var started = Stopwatch.GetTimestamp();
            var replies = known is null
                ? await DeliverAsync(delivery, transaction, recipients, comesAgain, ct)
                : await DeliverToOthersAsync(delivery, transaction, recipients, known, ct);
            watch.Note(nextHop, replies);
            metrics.HandedOver(NextHop.Scheme(nextHop), replies[0], Stopwatch.GetElapsedTime(started));
            if (!transaction.Parameters.Prdr && (comesAgain || replies.Any(reply => reply.Code / 100 != replies[0].Code / 100)))
            {
                await RememberAsync(transaction, recipients, replies);
                return ToAll(recipients, s_mixed);
            }

            await ForgetAsync(transaction, recipients, known);
            return replies;
        }
        catch (IOException spool)
        {
            log.SpoolFailed(spool, transaction.Id);
            return ToAll(recipients, FilterReplies.NoSpace(transaction.Id));
        }
    }

    private ValueTask<IReadOnlyList<SmtpReply>> DeliverAsync(
        IDelivery delivery, Transaction transaction, IReadOnlyList<Recipient> recipients, bool isPartOfOne, CancellationToken ct) =>
        delivery.DeliverAsync(
            new DeliveryRequest(transaction, recipients, to => Stamp(transaction, to)) { IsPartOfOne = isPartOfOne }, transaction.Parameters.Prdr, ct);

    private StampedMessage Stamp(Transaction transaction, IReadOnlyList<Recipient> recipients)
    {
        using var step = metrics.Begin(MessageStep.Stamp);
        return stamp.ForDelivery(transaction, recipients);
    }

    private async ValueTask<IReadOnlyList<SmtpReply>> DeliverToOthersAsync(
        IDelivery delivery, Transaction transaction, IReadOnlyList<Recipient> recipients, SmtpReply?[] known, CancellationToken ct)
    {
        var open = Enumerable.Range(0, known.Length).Where(i => known[i] is null).ToArray();
        var others = open.Length == 0 ? [] : await DeliverAsync(delivery, transaction, Array.ConvertAll(open, i => recipients[i]), isPartOfOne: true, ct);
        SmtpReply?[] replies = [.. known];
        for (var k = 0; k < open.Length; k++)
        {
            replies[open[k]] = others[k];
        }

        return replies!;
    }

    /// <summary>Null when nobody is known to have the message, which is nearly always.</summary>
    private async ValueTask<SmtpReply?[]?> FindDeliveredAsync(Transaction transaction, IReadOnlyList<Recipient> recipients, CancellationToken ct)
    {
        await delivered.ReadyAsync();
        if (!recipients.Any(recipient => delivered.MayKnow(transaction, recipient)))
        {
            return null;
        }

        var hash = await DeliveredMemory.HashAsync(transaction, ct);
        var known = recipients.Select(recipient => delivered.Find(transaction, recipient, hash)).ToArray();
        return Array.TrueForAll(known, reply => reply is null) ? null : known;
    }

    /// <summary>Those who were known are remembered from now on: the client will take as long again.</summary>
    private async ValueTask RememberAsync(Transaction transaction, IReadOnlyList<Recipient> recipients, IReadOnlyList<SmtpReply> replies)
    {
        var having = Enumerable.Range(0, replies.Count).Where(i => replies[i].IsPositive).Select(i => (recipients[i], replies[i])).ToList();
        if (having.Count == 0)
        {
            return;
        }

        // Whoever gave up waiting for us will come again, too.
        var hash = await DeliveredMemory.HashAsync(transaction, CancellationToken.None);

        // If the process dies before this has ended, the client has heard nothing and comes again: a second copy, but none is lost.
        await delivered.AddAsync(transaction, hash, having);
    }

    private async ValueTask ForgetAsync(Transaction transaction, IReadOnlyList<Recipient> recipients, SmtpReply?[]? known)
    {
        if (known is not null)
        {
            var hash = await DeliveredMemory.HashAsync(transaction, CancellationToken.None);
            await delivered.ForgetAsync(transaction, hash, [.. recipients.Where((_, i) => known[i] is not null)]);
        }
    }

    private static SmtpReply[] ToAll(IReadOnlyList<Recipient> recipients, SmtpReply reply)
    {
        var replies = new SmtpReply[recipients.Count];
        Array.Fill(replies, reply);
        return replies;
    }
}
