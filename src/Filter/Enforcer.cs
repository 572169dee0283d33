using Microsoft.Extensions.Logging;
using MsLite.Filter.Quarantine;
using MsLite.Smtp;

namespace MsLite.Filter;

/// <summary>
/// Carries the verdicts out: what is to be delivered goes to its next hop, what is refused, by us or by the next hop, goes to the
/// archive, and what can be neither stays with the client. Nothing here answers 2xx or 5xx before the message is safe.
/// </summary>
internal sealed class Enforcer(
    NextHops nextHops, HandOver handOver, QuarantineStore quarantine, HeaderStamp stamp, FilterMetrics metrics, ILogger<Enforcer> log)
{
    /// <summary>The fates in the order of the transaction's recipients. Without PRDR they are all of one kind.</summary>
    public async ValueTask<IReadOnlyList<Fate>> EnforceAsync(
        Transaction transaction, IReadOnlyList<Verdict> verdicts, CancellationToken ct)
    {
        var fates = new Fate[verdicts.Count];
        if (FindNextHops(transaction, verdicts) is not { } hops || (!transaction.Parameters.Prdr && !OneReplyFits(verdicts, hops)))
        {
            DeferAll(transaction, verdicts, fates);
            return fates;
        }

        if (!transaction.Parameters.Prdr && verdicts.FirstOrDefault(verdict => verdict.Kind == VerdictKind.Defer) is { } awaited)
        {
            await DeliverAheadAsync(transaction, verdicts, hops, awaited, fates, ct);
        }

        Defer(transaction, verdicts, fates);
        await DeliverAsync(transaction, verdicts, hops, fates, ct);
        await ArchiveAsync(transaction, verdicts, fates);
        return fates;
    }

    /// <summary>The next hop of each recipient to deliver to, null for the others; null altogether when the tree does not say.</summary>
    private string?[]? FindNextHops(Transaction transaction, IReadOnlyList<Verdict> verdicts)
    {
        var hops = new string?[verdicts.Count];
        for (var i = 0; i < hops.Length; i++)
        {
            try
            {
                hops[i] = verdicts[i].Kind == VerdictKind.Deliver ? nextHops.TextFor(transaction.Recipients[i].Domain, transaction.Options) : null;
            }
            catch (IOException fault)
            {
                log.PolicyUnreadable(fault, transaction.Recipients[i].Domain, transaction.Id);
                return null;
            }
        }

        return hops;
    }

    /// <summary>
    /// False when the policy was changed between RCPT and the end of data, so that some are refused or there are two next hops, which may answer
    /// differently: one reply cannot say two things, and the client comes again.
    /// </summary>
    private static bool OneReplyFits(IReadOnlyList<Verdict> verdicts, string?[] hops)
    {
        var isRefused = verdicts[0].Kind == VerdictKind.Refuse;
        string? only = null;
        for (var i = 0; i < hops.Length; i++)
        {
            only ??= hops[i];
            if ((verdicts[i].Kind == VerdictKind.Refuse) != isRefused || (hops[i] is { } hop && !string.Equals(hop, only, StringComparison.Ordinal)))
            {
                return false;
            }
        }

        return true;
    }

    private static void DeferAll(Transaction transaction, IReadOnlyList<Verdict> verdicts, Fate[] fates)
    {
        for (var i = 0; i < fates.Length; i++)
        {
            fates[i] = new Fate(transaction.Recipients[i], FateKind.Deferred, verdicts[i], FilterReplies.TryAgain(transaction.Id), NextHop: null);
        }
    }

    /// <summary>
    /// Some have to wait (greylisting knows some of the recipients, and others not yet) and the client hears that for all: the others get the message
    /// now, for nobody's verdict depends on the other recipients, and not again when the client comes again.
    /// </summary>
    private async ValueTask DeliverAheadAsync(
        Transaction transaction, IReadOnlyList<Verdict> verdicts, string?[] hops, Verdict awaited, Fate[] fates, CancellationToken ct)
    {
        var members = Enumerable.Range(0, hops.Length).Where(i => hops[i] is not null).ToArray();
        if (members.Length == 0)
        {
            return;
        }

        var hop = hops[members[0]]!;
        using var step = metrics.Begin(MessageStep.Deliver);
        await handOver.RunAsync(transaction, hop, Array.ConvertAll(members, i => transaction.Recipients[i]), comesAgain: true, ct);
        foreach (var i in members)
        {
            List<TraceEntry> trace = [.. verdicts[i].Trace, .. awaited.Trace.Where(entry => entry.Result == TraceResult.Defer)];
            var verdict = new Verdict(VerdictKind.Defer, awaited.Reason, awaited.Blocker, awaited.File, trace);
            fates[i] = new Fate(transaction.Recipients[i], FateKind.Deferred, verdict, FilterReplies.Deferred(awaited.Reason, transaction.Id), hop);
        }
    }

    private static void Defer(Transaction transaction, IReadOnlyList<Verdict> verdicts, Fate[] fates)
    {
        for (var i = 0; i < fates.Length; i++)
        {
            if (verdicts[i].Kind == VerdictKind.Defer)
            {
                var reply = FilterReplies.Deferred(verdicts[i].Reason, transaction.Id);
                fates[i] = new Fate(transaction.Recipients[i], FateKind.Deferred, verdicts[i], reply, NextHop: null);
            }
        }
    }

    /// <summary>Leaves out those whom the next hop refused for good: they are archived like any refusal.</summary>
    private async ValueTask DeliverAsync(Transaction transaction, IReadOnlyList<Verdict> verdicts, string?[] hops, Fate[] fates, CancellationToken ct)
    {
        var open = Enumerable.Range(0, fates.Length).Where(i => hops[i] is not null && fates[i] is null);
        foreach (var group in open.GroupBy(i => hops[i]!, StringComparer.Ordinal).ToList())
        {
            var members = group.ToArray();
            using var step = metrics.Begin(MessageStep.Deliver);
            var replies = await handOver.RunAsync(transaction, group.Key, Array.ConvertAll(members, i => transaction.Recipients[i]), comesAgain: false, ct);
            for (var k = 0; k < members.Length; k++)
            {
                var i = members[k];
                fates[i] = FateOf(transaction, i, verdicts[i], replies[k], group.Key);
            }
        }
    }

    private static Fate FateOf(Transaction transaction, int i, Verdict verdict, SmtpReply reply, string nextHop)
    {
        var recipient = transaction.Recipients[i];
        var said = FilterReplies.PassedOn(reply, transaction.Id);
        if (reply.IsPositive)
        {
            return new Fate(recipient, FateKind.Delivered, verdict, said, nextHop);
        }

        var result = reply.IsPermanent ? TraceResult.Refuse : TraceResult.Defer;
        var trace = new List<TraceEntry>(verdict.Trace) { new("delivery", nextHop, File: null, result, reply.ToString(), 0) };
        var kind = reply.IsPermanent ? VerdictKind.Refuse : VerdictKind.Defer;
        var final = new Verdict(kind, reply.Text, "delivery", File: null, trace);
        return new Fate(recipient, reply.IsPermanent ? FateKind.Archived : FateKind.Deferred, final, said, nextHop);
    }

    /// <summary>All refused copies together; a fate of "archived" only stands once this has returned.</summary>
    private async ValueTask ArchiveAsync(Transaction transaction, IReadOnlyList<Verdict> verdicts, Fate[] fates)
    {
        var refused = new List<int>();
        for (var i = 0; i < fates.Length; i++)
        {
            fates[i] ??= new Fate(
                transaction.Recipients[i], FateKind.Archived, verdicts[i], Refusal(verdicts[i], transaction.Id), NextHop: null);
            if (fates[i].Kind == FateKind.Archived)
            {
                refused.Add(i);
            }
        }

        if (refused.Count == 0)
        {
            return;
        }

        var copies = Stamp(transaction, refused.ConvertAll(i => fates[i]));
        using var step = metrics.Begin(MessageStep.Archive);
        try
        {
            // Never cancelled: the client may be gone, but half an archive helps nobody.
            await quarantine.ArchiveAsync(transaction, copies, CancellationToken.None);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            log.ArchiveFailed(fault, transaction.Id);
            foreach (var i in refused)
            {
                fates[i] = fates[i] with { Kind = FateKind.Deferred, Reply = FilterReplies.NoSpace(transaction.Id) };
            }
        }
    }

    private List<ArchivedCopy> Stamp(Transaction transaction, List<Fate> refused)
    {
        using var step = metrics.Begin(MessageStep.Stamp);
        return refused.ConvertAll(fate => new ArchivedCopy(fate.Recipient, fate.Verdict, stamp.ForArchive(transaction, fate.Recipient, fate.Verdict)));
    }

    private static SmtpReply Refusal(Verdict verdict, string id) =>
        verdict.Blocker == HopCount.Rung ? FilterReplies.Loop(verdict.Reason, id) : FilterReplies.Refused(verdict.Reason, id);
}
