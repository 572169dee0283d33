using System.Data.Common;
using System.Globalization;
using MsLite.Filter.Delivery;
using MsLite.Filter.Journal;
using MsLite.Filter.Quarantine;
using MsLite.Filter.Spool;
using MsLite.Smtp;

namespace MsLite.Filter.Release;

/// <summary>
/// Delivers an archived message after all: byte by byte as it was received, with the fields in front that any delivered message has, through
/// the recipient's ordinary next hop. It is not judged again.
/// </summary>
public sealed class Releaser
{
    private readonly QuarantineFinder _finder;
    private readonly QuarantineStore _store;
    private readonly MessageSpool _spool;
    private readonly NextHops _nextHops;
    private readonly CurrentOptions _options;
    private readonly HeaderStamp _stamp;
    private readonly ReleaseBook _book;
    private readonly JournalReader _journal;

    internal Releaser(
        QuarantineFinder finder, QuarantineStore store, MessageSpool spool, NextHops nextHops, CurrentOptions options, HeaderStamp stamp, ReleaseBook book, JournalReader journal)
    {
        (_finder, _store, _spool, _nextHops, _options) = (finder, store, spool, nextHops, options);
        (_stamp, _book, _journal) = (stamp, book, journal);
    }

    /// <summary>Releases each copy of the message; none when there is no such reference.</summary>
    /// <param name="who">The caller's name, for the message's story.</param>
    /// <param name="again">Also those that were released before.</param>
    /// <exception cref="IOException">The archive cannot be read.</exception>
    /// <exception cref="DbException">The state database does not answer, so nobody knows what was released before. Nothing was sent.</exception>
    public async Task<IReadOnlyList<ReleaseOutcome>> ReleaseAsync(string id, string who, bool again, CancellationToken ct)
    {
        var outcomes = new List<ReleaseOutcome>();
        foreach (var entry in await _finder.FindAsync(id, ct))
        {
            outcomes.Add(await ReleaseAsync(entry, who, again, ct));
        }

        return outcomes;
    }

    /// <inheritdoc cref="ReleaseAsync(string, string, bool, CancellationToken)"/>
    public async Task<ReleaseOutcome> ReleaseAsync(QuarantineEntry entry, string who, bool again, CancellationToken ct)
    {
        await using var original = await TryOpenAsync(entry, ct);
        if (original is null)
        {
            return new ReleaseOutcome(entry.Recipient, false, $"{ReleaseBook.FileOf(entry)} is gone, or is not any more what was archived; nothing was sent.");
        }

        var (begun, former) = await _book.BeginAsync(entry, who, again, ct);
        if (begun is null)
        {
            return new ReleaseOutcome(entry.Recipient, false, Refusal(former!));
        }

        using var content = await _spool.ReadAsync(original, ct);
        var transaction = ReleasedTransaction.Of(entry, content, _options.Value);
        var (reply, nextHop) = await DeliverAsync(transaction, ct);
        return await EndAsync(entry, begun, transaction, reply, nextHop);
    }

    private async Task<Stream?> TryOpenAsync(QuarantineEntry entry, CancellationToken ct)
    {
        try
        {
            return await _store.TryOpenOriginalAsync(entry, ct);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private async Task<(SmtpReply Reply, string NextHop)> DeliverAsync(Transaction transaction, CancellationToken ct)
    {
        var recipient = transaction.Recipients[0];
        var nextHop = _nextHops.TextFor(recipient.Domain, transaction.Options);
        if (!_nextHops.TryFind(nextHop, transaction.Options, out var delivery, out var fault))
        {
            return (new SmtpReply(451, "4.3.5", fault), nextHop);
        }

        var request = new DeliveryRequest(transaction, [recipient], to => _stamp.ForDelivery(transaction, to));
        return ((await delivery.DeliverAsync(request, partial: false, ct))[0], nextHop);
    }

    private async Task<ReleaseOutcome> EndAsync(QuarantineEntry entry, BegunRelease begun, Transaction transaction, SmtpReply reply, string nextHop)
    {
        if (!reply.IsPositive)
        {
            await _book.ForgetAsync(begun);
            return new ReleaseOutcome(entry.Recipient, false, $"The next hop {nextHop} did not take it: {reply}");
        }

        await _book.EndAsync(begun, reply.ToString());
        _store.MarkReleased(entry);
        return new ReleaseOutcome(entry.Recipient, true, $"Released to {nextHop}: {reply}", await WarnAsync(entry, transaction));
    }

    /// <summary>A sender who was refused may have tried once more, and got through.</summary>
    private async Task<string> WarnAsync(QuarantineEntry entry, Transaction transaction)
    {
        var delivered = await _journal.FindAsync(
            new JournalQuestion
            {
                Recipient = transaction.Recipients[0].Address.Key,
                Sender = transaction.ReturnPath?.Key ?? "",
                Fate = FateKind.Delivered,
                From = entry.Time,
            },
            CancellationToken.None);
        var same = delivered.FirstOrDefault(row => row.MessageId.Length > 0 && row.MessageId == PlainText.Clean(transaction.Message.MessageId, 500));
        return same is null ? "" : string.Create(
            CultureInfo.InvariantCulture, $"The sender had tried again meanwhile: the same message was delivered at {same.Time.ToLocalTime():yyyy-MM-dd HH:mm} [ref {same.Id}], so the recipient has it twice.");
    }

    private static string Refusal(FormerRelease former) => former.IsOver
        ? string.Create(CultureInfo.InvariantCulture, $"It was released at {former.Begun.ToLocalTime():yyyy-MM-dd HH:mm} ({former.Reply}); --again sends it once more.")
        : string.Create(CultureInfo.InvariantCulture, $"A release was begun at {former.Begun.ToLocalTime():yyyy-MM-dd HH:mm} and its end is not known: the next hop may have it. --again sends it once more.");
}
