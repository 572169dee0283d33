using System.Data.Common;
using MsLite.Filter.Quarantine.Search;
using MsLite.Filter.Release;

namespace MsLite.Filter.Quarantine.Errands;

/// <summary>Does one thing with one copy, and says in a sentence what came of it: for a page, a request and an errand alike.</summary>
public sealed class CopyActs
{
    private readonly QuarantineSearch _search;
    private readonly QuarantineStore _store;
    private readonly Releaser _releaser;
    private readonly Welcome _welcome;

    internal CopyActs(QuarantineSearch search, QuarantineStore store, Releaser releaser, Welcome welcome) =>
        (_search, _store, _releaser, _welcome) = (search, store, releaser, welcome);

    /// <summary>Whatever goes wrong with one copy is its result: the others must not wait for it. That the caller may change the copy has been asked.</summary>
    /// <param name="who">The caller's name, for the message's story.</param>
    /// <param name="whitelist">With a release: by which identity the sender is let in from now on; null leaves the policy alone.</param>
    public Task<ErrandResult> ActAsync(ErrandKind kind, QuarantineEntry entry, string who, WelcomeKind? whitelist = null) =>
        TryAsync(0, entry, () => ActOnAsync(kind, entry, who, whitelist));

    /// <summary>Releases one copy, for whoever wants to know more of it than a sentence. That the caller may change the copy has been asked.</summary>
    /// <param name="who">The caller's name, for the message's story.</param>
    /// <param name="again">Also when it was released before.</param>
    public Task<ReleaseOutcome> ReleaseAsync(QuarantineEntry entry, string who, bool again) =>
        // Whoever asked may be gone; what was begun is brought to its end.
        _releaser.ReleaseAsync(entry, who, again, CancellationToken.None);

    /// <summary>Removes one copy for good; nothing is to do when it is gone already. That the caller may change the copy has been asked.</summary>
    /// <exception cref="IOException">The archive does not let us.</exception>
    public void Delete(QuarantineEntry entry) => _store.Remove(entry);

    /// <summary>The same for a copy that a search found.</summary>
    internal Task<ErrandResult> ActAsync(Errand errand, QuarantineHit hit) => TryAsync(
        hit.Key,
        hit.Entry,
        async () => await _search.CompleteAsync(hit, CancellationToken.None) is { } entry
            ? await ActOnAsync(errand.Kind, entry, errand.By, errand.Whitelist)
            : (errand.Kind == ErrandKind.Delete, "It is gone already."));

    private static async Task<ErrandResult> TryAsync(long key, QuarantineEntry entry, Func<Task<(bool IsDone, string Text)>> act)
    {
        var (isDone, text) = await TryAsync(act);
        return new ErrandResult(key, PlainText.Clean(entry.Subject), PlainText.Clean(entry.Recipient), isDone, text) { Id = entry.Id ?? entry.FileName };
    }

    private static async Task<(bool IsDone, string Text)> TryAsync(Func<Task<(bool IsDone, string Text)>> act)
    {
        try
        {
            return await act();
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

    private async Task<(bool IsDone, string Text)> ActOnAsync(ErrandKind kind, QuarantineEntry entry, string who, WelcomeKind? whitelist)
    {
        switch (kind)
        {
            case ErrandKind.Release:
                return await ReleaseAsync(entry, who, whitelist);
            case ErrandKind.Delete:
                Delete(entry);
                return (true, "Deleted.");
            case ErrandKind.MarkSeen:
                _store.MarkSeen(entry, isSeen: true);
                return (true, "Marked as seen.");
            default:
                _store.MarkSeen(entry, isSeen: false);
                return (true, "Marked as not seen.");
        }
    }

    private async Task<(bool IsDone, string Text)> ReleaseAsync(QuarantineEntry entry, string who, WelcomeKind? whitelist)
    {
        // First, so that a next hop that is down does not keep the sender's next message out too.
        var welcomed = whitelist is { } kind ? _welcome.Add(entry, kind, who) : null;
        var outcome = await ReleaseAsync(entry, who, again: false);
        var text = outcome.Text.Replace("--again sends it", $"the command \"release {entry.Id ?? entry.FileName} --again\" sends it", StringComparison.Ordinal);
        var sentences = new[] { text, outcome.Warning, welcomed is null ? "" : welcomed.IsDone ? "Such mail is let in from now on." : $"Not whitelisted: {welcomed.Sentence}" };
        return (outcome.IsReleased && welcomed?.IsDone != false, string.Join(' ', sentences.Where(sentence => sentence.Length > 0)));
    }
}
