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
    /// <exception cref="IOException">The archive cannot be searched for copies. Nothing was sent.</exception>
    public async Task<IReadOnlyList<ReleaseOutcome>> ReleaseAsync(string id, string who, bool again, CancellationToken ct)
    {
        var outcomes = new List<ReleaseOutcome>();
        foreach (var entry in await _finder.FindAsync(id, ct))
        {
            outcomes.Add(await ReleaseAsync(entry, who, again, ct));
        }

        return outcomes;
    }

    /// <summary>Releases one copy. Whatever goes wrong with it is its outcome: others must not wait for it.</summary>
    /// <param name="who">The caller's name, for the message's story.</param>
    /// <param name="again">Also when it was released before.</param>
    public async Task<ReleaseOutcome> ReleaseAsync(QuarantineEntry entry, string who, bool again, CancellationToken ct)
    {
        BegunRelease? begun = null;
        try
        {
            await using var original = await TryOpenAsync(entry, ct);
            if (original is null)
            {
                return new ReleaseOutcome(entry.Recipient, false, $"{ReleaseBook.FileOf(entry)} is gone, or is not any more what was archived; nothing was sent.");
            }

            // All that can fail before the next hop is asked comes first: a release that is in the book may be with the next hop.
            using var content = await _spool.ReadAsync(original, ct);
            var transaction = await ReleasedTransaction.OfAsync(entry, await _store.ReadOwnFieldsAsync(entry, ct), content, _options.Value, ct);
            var nextHop = _nextHops.TextFor(transaction.Recipients[0].Domain, transaction.Options);
            (begun, var former) = await _book.BeginAsync(entry, who, again, ct);
            if (begun is null)
            {
                return new ReleaseOutcome(entry.Recipient, false, Refusal(former!));
            }

            var reply = await DeliverAsync(transaction, nextHop, ct);
            return await EndAsync(entry, begun, transaction, reply, nextHop);
        }
        catch (Exception fault) when (IsOfDiskOrDatabase(fault))
        {
            return new ReleaseOutcome(entry.Recipient, false, Failure(fault, begun)) { IsFault = begun is null };
        }
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

    private async Task<SmtpReply> DeliverAsync(Transaction transaction, string nextHop, CancellationToken ct)
    {
        if (!_nextHops.TryFind(nextHop, transaction.Options, out var delivery, out var fault))
        {
            return new SmtpReply(451, "4.3.5", fault);
        }

        var request = new DeliveryRequest(transaction, transaction.Recipients, to => _stamp.ForDelivery(transaction, to));
        return (await delivery.DeliverAsync(request, partial: false, ct))[0];
    }

    private async Task<ReleaseOutcome> EndAsync(QuarantineEntry entry, BegunRelease begun, Transaction transaction, SmtpReply reply, string nextHop)
    {
        var warnings = new List<string>();
        if (!reply.IsPositive)
        {
            await TryAsync(warnings, "That could not be written down, so only --again sends it once more", () => _book.ForgetAsync(begun));
            return new ReleaseOutcome(entry.Recipient, false, Text([$"The next hop {nextHop} did not take it: {reply}", .. warnings]));
        }

        await TryAsync(warnings, "It is delivered, but that could not be written down", () => _book.EndAsync(begun, reply.ToString()));
        await TryAsync(warnings, "It is delivered, but its copy could not be marked as passed on", () =>
        {
            _store.MarkReleased(entry);
            return Task.CompletedTask;
        });
        await TryAsync(
            warnings,
            "It is delivered, but nobody knows whether the sender had tried again meanwhile",
            async () => warnings.Add(await FindRetryAsync(transaction)));
        return new ReleaseOutcome(entry.Recipient, true, $"Released to {nextHop}: {reply}", Text(warnings));
    }

    /// <summary>What the next hop said is true whatever goes wrong behind it: that is only told.</summary>
    private static async Task TryAsync(List<string> warnings, string failed, Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception fault) when (IsOfDiskOrDatabase(fault))
        {
            warnings.Add($"{failed}: {PlainText.Clean(fault.Message)}");
        }
    }

    private static string Text(IEnumerable<string> sentences) => string.Join(' ', sentences.Where(sentence => sentence.Length > 0));

    private static bool IsOfDiskOrDatabase(Exception fault) => fault is IOException or UnauthorizedAccessException or DbException;

    /// <summary>A sender who was refused may have tried once more, and got through.</summary>
    private async Task<string> FindRetryAsync(Transaction transaction)
    {
        var same = await _journal.FindRetryAsync(transaction, CancellationToken.None);
        return same is null ? "" : string.Create(
            CultureInfo.InvariantCulture, $"The sender had tried again meanwhile: the same message was delivered at {same.Time.ToLocalTime():yyyy-MM-dd HH:mm} [ref {same.Id}], so the recipient has it twice.");
    }

    private static string Refusal(FormerRelease former) => former.IsOver
        ? string.Create(CultureInfo.InvariantCulture, $"It was released at {former.Begun.ToLocalTime():yyyy-MM-dd HH:mm} ({former.Reply}); --again sends it once more.")
        : string.Create(CultureInfo.InvariantCulture, $"A release was begun at {former.Begun.ToLocalTime():yyyy-MM-dd HH:mm} and its end is not known: the next hop may have it. --again sends it once more.");

    private static string Failure(Exception fault, BegunRelease? begun) => (begun, fault) switch
    {
        (not null, _) => $"It broke off while it was handed over, and the next hop may have it: {PlainText.Clean(fault.Message)} --again sends it once more.",
        (null, DbException) => $"The state database does not answer, so nobody knows whether it was released before; nothing was sent: {PlainText.Clean(fault.Message)}",
        _ => $"The disk does not let us; nothing was sent: {PlainText.Clean(fault.Message)}",
    };
}
