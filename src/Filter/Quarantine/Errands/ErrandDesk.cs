using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Extensions.Logging;
using MsLite.Filter.Access;
using MsLite.Filter.Quarantine.Search;

namespace MsLite.Filter.Quarantine.Errands;

/// <summary>
/// Takes errands and runs them, whether or not whoever gave them is still looking. Nothing is done before an errand's time has come:
/// a program that ends before then leaves every copy as it was.
/// </summary>
public sealed partial class ErrandDesk : IAsyncDisposable
{
    /// <summary>Time to take back what cannot be undone.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(8);

    /// <summary>So long the result of an errand can be looked at.</summary>
    private static readonly TimeSpan s_remembered = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<Guid, (Errand Errand, Task Run)> _errands = new();
    private readonly QuarantineSearch _search;
    private readonly CopyActs _acts;
    private readonly TimeProvider _clock;
    private readonly ILogger<ErrandDesk> _log;

    internal ErrandDesk(QuarantineSearch search, CopyActs acts, TimeProvider clock, ILogger<ErrandDesk> log) =>
        (_search, _acts, _clock, _log) = (search, acts, clock, log);

    /// <summary>The caller's errands: those that are open, and for a while those that are over; the latest first.</summary>
    public IReadOnlyList<Errand> Of(Caller caller) =>
        [.. _errands.Values.Select(pair => pair.Errand).Where(errand => errand.By == caller.Name).OrderByDescending(errand => errand.Due)];

    /// <summary>An errand for these copies; null when there is none among them that the caller may change.</summary>
    public Errand? Give(Caller caller, ErrandKind kind, IEnumerable<QuarantineHit> hits)
    {
        var chosen = hits.Where(hit => caller.MayChange(hit.Entry.Domain)).DistinctBy(hit => hit.Key).ToList();
        return chosen.Count == 0 ? null : Start(new Errand(kind, caller.Name, [.. chosen.Select(hit => hit.Key)], chosen.Count, DueOf(kind)), ChosenAsync(chosen));
    }

    /// <summary>An errand for all that a question finds now, whatever its page; null when the caller may change none of it.</summary>
    /// <exception cref="DbException">The search index does not answer.</exception>
    public async Task<Errand?> GiveAsync(Caller caller, ErrandKind kind, QuarantineQuestion question, CancellationToken ct)
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
        return counted.Copies == 0 ? null : Start(new Errand(kind, caller.Name, [], counted.Copies, DueOf(kind)), FoundAsync(all));
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

    private static async IAsyncEnumerable<QuarantineHit> ChosenAsync(IReadOnlyList<QuarantineHit> hits)
    {
        foreach (var hit in hits)
        {
            yield return hit;
        }

        await Task.CompletedTask;
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

    private DateTimeOffset DueOf(ErrandKind kind) => _clock.GetUtcNow() + (kind is ErrandKind.Release or ErrandKind.Delete ? Grace : TimeSpan.Zero);

    private Errand Start(Errand errand, IAsyncEnumerable<QuarantineHit> hits)
    {
        foreach (var (id, (old, _)) in _errands)
        {
            if (old.Ended < _clock.GetUtcNow() - s_remembered)
            {
                _errands.TryRemove(id, out _);
            }
        }

        _errands[errand.Id] = (errand, Task.Run(() => RunAsync(errand, hits)));
        return errand;
    }

    private async Task RunAsync(Errand errand, IAsyncEnumerable<QuarantineHit> hits)
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
                await GoAsync(errand, hits);
                LogEnded(_log, errand.By, errand.Kind, errand.Reached, errand.Failed);
            }
        }
        finally
        {
            errand.Finish(_clock.GetUtcNow());
        }
    }

    private async Task GoAsync(Errand errand, IAsyncEnumerable<QuarantineHit> hits)
    {
        try
        {
            await foreach (var hit in hits)
            {
                if (errand.Ending.IsCompleted)
                {
                    return;
                }

                errand.Add(await _acts.ActAsync(errand.Kind, hit, errand.By));
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
