using System.Data.Common;
using MsLite.Filter.Quarantine.Search;
using MsLite.Filter.Release;

namespace MsLite.Filter.Quarantine.Errands;

/// <summary>Does one thing with one copy, and says in a sentence what came of it.</summary>
internal sealed class CopyActs(QuarantineSearch search, QuarantineStore store, Releaser releaser)
{
    /// <summary>Whatever goes wrong with one copy is its result: the others must not wait for it.</summary>
    /// <param name="who">The caller's name, for the message's story.</param>
    public async Task<ErrandResult> ActAsync(ErrandKind kind, QuarantineHit hit, string who)
    {
        var (isDone, text) = await TryAsync(kind, hit, who);
        return new ErrandResult(hit.Key, PlainText.Clean(hit.Entry.Subject), PlainText.Clean(hit.Entry.Recipient), isDone, text);
    }

    private async Task<(bool IsDone, string Text)> TryAsync(ErrandKind kind, QuarantineHit hit, string who)
    {
        try
        {
            return await search.CompleteAsync(hit, CancellationToken.None) is { } entry
                ? await ActAsync(kind, entry, who)
                : (kind == ErrandKind.Delete, "It is gone already.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return (false, $"The archive does not let us: {fault.Message}");
        }
        catch (DbException fault)
        {
            return (false, $"The state database does not answer: {fault.Message}");
        }
    }

    private async Task<(bool IsDone, string Text)> ActAsync(ErrandKind kind, QuarantineEntry entry, string who)
    {
        switch (kind)
        {
            case ErrandKind.Release:
                // Whoever asked may be gone; what was begun is brought to its end.
                var outcome = await releaser.ReleaseAsync(entry, who, again: false, CancellationToken.None);
                var text = outcome.Text.Replace("--again sends it", "its own page can send it", StringComparison.Ordinal);
                return (outcome.IsReleased, outcome.Warning.Length > 0 ? $"{text} {outcome.Warning}" : text);
            case ErrandKind.Delete:
                store.Remove(entry);
                return (true, "Deleted.");
            case ErrandKind.MarkSeen:
                store.MarkSeen(entry, isSeen: true);
                return (true, "Marked as seen.");
            default:
                store.MarkSeen(entry, isSeen: false);
                return (true, "Marked as not seen.");
        }
    }
}
