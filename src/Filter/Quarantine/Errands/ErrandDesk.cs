using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Extensions.Logging;
using MsLite.Filter.Access;
using MsLite.Filter.Quarantine.Search;
using MsLite.Filter.Release;

namespace MsLite.Filter.Quarantine.Errands;

/// <summary>
/// Takes errands and runs them, whether or not whoever gave them is still looking. Nothing is done before an errand's time has come:
/// a program that ends before then leaves every copy as it was.
/// </summary>
public sealed partial class ErrandDesk : IAsyncDisposable
{
    /// <summary>A proxy in front gives up on an answer some time, and so does whoever waits for it.</summary>
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(4);

    /// <summary>So long the result of an errand can be looked at.</summary>
    private static readonly TimeSpan s_remembered = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<Guid, (Errand Errand, Task Run)> _errands = new();
    private readonly QuarantineSearch _search;
    private readonly CopyActs _acts;
    private readonly TimeProvider _clock;
    private readonly ILogger<ErrandDesk> _log;

    /// <summary>Time to take back what cannot be undone.</summary>
    private readonly TimeSpan _grace;

    internal ErrandDesk(QuarantineSearch search, CopyActs acts, MsLiteOptions options, TimeProvider clock, ILogger<ErrandDesk> log)
    {
        (_search, _acts, _clock, _log) = (search, acts, clock, log);
        _grace = TimeSpan.FromSeconds(options.Quarantine.UndoSeconds);
    }

    /// <summary>The caller's errands: those that are open, and for a while those that are over; the latest first.</summary>
    public IReadOnlyList<Errand> Of(Caller caller) =>
        [.. _errands.Values.Select(pair => pair.Errand).Where(errand => errand.By == caller.Name && !errand.IsAwaited).OrderByDescending(errand => errand.Due)];

    /// <summary>An errand for these copies; null when there is none among them that the caller may change.</summary>
    /// <param name="whitelist">With a release: by which identity the senders are let in from now on; null leaves the policy alone.</param>
    public Errand? Give(Caller caller, ErrandKind kind, IEnumerable<QuarantineHit> hits, WelcomeKind? whitelist = null)
    {
        var chosen = hits.Where(hit => caller.MayChange(hit.Entry.Domain)).DistinctBy(hit => hit.Key).ToList();
        return chosen.Count == 0 ? null : Start(new Errand(kind, caller.Name, [.. chosen.Select(hit => hit.Key)], chosen.Count, DueOf(kind)) { Whitelist = whitelist }, chosen.ToAsyncEnumerable());
    }

    /// <summary>An errand for all that a question finds now, whatever its page; null when the caller may change none of it.</summary>
    /// <exception cref="DbException">The search index does not answer.</exception>
    /// <inheritdoc cref="Give"/>
    public async Task<Errand?> GiveAsync(Caller caller, ErrandKind kind, QuarantineQuestion question, CancellationToken ct, WelcomeKind? whitelist = null)
    {
        // Mail that arrives from now on was not meant.
        var all = question with
        {
            VisibleDomains = caller.ChangesEverything ? null : caller.Role == Role.DomainAdministrator ? [.. caller.Domains] : [],
            After = null,
            NewerThan = null,
            To = question.To is { } to && to < _clock.GetUtcNow() ? to : _clock.GetUtcNow(),
            Limit = QuarantineQuestion.MostRows,
        };
        var counted = await _search.CountAsync(all, ct);
        return counted.Copies == 0 ? null : Start(new Errand(kind, caller.Name, [], counted.Copies, DueOf(kind)) { Whitelist = whitelist }, FoundAsync(all));
    }

    /// <summary>
    /// The same at once, for whoever waits for the results and takes nothing back. Copies that the caller may not change are left out; what is not
    /// reached in time, or before the program ends, has no result and is as it was.
    /// </summary>
    public async Task<Errand> DoAsync(Caller caller, ErrandKind kind, IEnumerable<QuarantineEntry> copies, WelcomeKind? whitelist)
    {
        var chosen = copies.Where(copy => caller.MayChange(copy.Domain)).ToList();
        var errand = new Errand(kind, caller.Name, [], chosen.Count, _clock.GetUtcNow()) { Whitelist = whitelist, IsAwaited = true };
        await using var end = _clock.CreateTimer(_ => errand.End(), null, s_longestWait, Timeout.InfiniteTimeSpan);
        var run = RunAsync(errand, chosen.ToAsyncEnumerable(), copy => _acts.ActAsync(kind, copy, errand.By, whitelist));
        _errands[errand.Id] = (errand, run);
        await run;
        _errands.TryRemove(errand.Id, out _);
        return errand;
    }

    /// <summary>Forgets an errand that is over.</summary>
    public void Dismiss(Errand errand)
    {
        if (!errand.IsOpen)
        {
            _errands.TryRemove(errand.Id, out _);
        }
    }

    /// <summary>What waits is not done; what runs stops behind the copy it is at.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var (errand, _) in _errands.Values)
        {
            errand.End();
        }

        await Task.WhenAll(_errands.Values.Select(pair => pair.Run));
    }

    private async IAsyncEnumerable<QuarantineHit> FoundAsync(QuarantineQuestion question)
    {
        while (await _search.FindAsync(question, CancellationToken.None) is { Count: > 0 } page)
        {
            foreach (var hit in page)
            {
                yield return hit;
            }

            question = question with { After = page[^1].Key };
        }
    }

    private DateTimeOffset DueOf(ErrandKind kind) => _clock.GetUtcNow() + (kind is ErrandKind.Release or ErrandKind.Delete ? _grace : TimeSpan.Zero);

    private Errand Start(Errand errand, IAsyncEnumerable<QuarantineHit> hits)
    {
        foreach (var (id, (old, _)) in _errands)
        {
            if (old.Ended < _clock.GetUtcNow() - s_remembered)
            {
                _errands.TryRemove(id, out _);
            }
        }

        _errands[errand.Id] = (errand, Task.Run(() => RunAsync(errand, hits, hit => _acts.ActAsync(errand, hit))));
        return errand;
    }

    private async Task RunAsync<T>(Errand errand, IAsyncEnumerable<T> copies, Func<T, Task<ErrandResult>> act)
    {
        var left = errand.Due - _clock.GetUtcNow();
        if (left > TimeSpan.Zero)
        {
            await errand.Ending.WaitAsync(left, _clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        try
        {
            if (errand.TryBegin())
            {
                LogBegun(_log, errand.By, errand.Kind, errand.Total);
                await GoAsync(errand, copies, act);
                LogEnded(_log, errand.By, errand.Kind, errand.Reached, errand.Failed);
            }
        }
        finally
        {
            errand.Finish(_clock.GetUtcNow());
        }
    }

    private static async Task GoAsync<T>(Errand errand, IAsyncEnumerable<T> copies, Func<T, Task<ErrandResult>> act)
    {
        try
        {
            await foreach (var copy in copies)
            {
                if (errand.Ending.IsCompleted)
                {
                    return;
                }

                errand.Add(await act(copy));
            }
        }
        catch (DbException fault)
        {
            errand.Add(new ErrandResult(0, "", "", false, $"The search index does not answer, so the rest was not found: {fault.Message}"));
        }
    }

    [LoggerMessage(285, LogLevel.Information, "{By} has {Kind} done with {Count} copies of the quarantine.")]
    private static partial void LogBegun(ILogger log, string by, ErrandKind kind, long count);

    [LoggerMessage(286, LogLevel.Information, "{By}'s {Kind} is over: {Reached} copies reached, with {Failed} of them it could not be done.")]
    private static partial void LogEnded(ILogger log, string by, ErrandKind kind, long reached, long failed);
}
