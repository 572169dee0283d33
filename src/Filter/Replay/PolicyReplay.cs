using System.Data.Common;
using MsLite.Filter.Journal;
using MsLite.Filter.Policy;

namespace MsLite.Filter.Replay;

/// <summary>
/// Climbs the ladder again for the mail of the last days, as the policy is and as it would be after some changes: who would fare otherwise?
/// The ladder is the one that judges mail; of the messages it has what the journal took down, and no body. Nothing is written, nobody is asked.
/// </summary>
public sealed class PolicyReplay : IDisposable
{
    /// <summary>Days looked back upon.</summary>
    public const int Days = 7;

    /// <summary>Rows looked at for one answer: each costs two ladders, and somebody waits.</summary>
    public const int MostRows = 5_000;

    // Mail needs the processor too.
    private readonly SemaphoreSlim _turn = new(2);
    private readonly JournalReader _journal;
    private readonly Judge _judge;
    private readonly SrvTree _tree;
    private readonly CurrentOptions _options;
    private readonly TimeProvider _clock;

    internal PolicyReplay(JournalReader journal, Judge judge, SrvTree tree, CurrentOptions options, TimeProvider clock) =>
        (_journal, _judge, _tree, _options, _clock) = (journal, judge, tree, options, clock);

    public void Dispose() => _turn.Dispose();

    /// <param name="changes">Tried out together. Without any, what was is compared with what the present policy would say.</param>
    /// <exception cref="DbException">The database does not answer.</exception>
    /// <exception cref="IOException">The disk does not say what stands in the files that would change.</exception>
    public async Task<ReplayCount> RunAsync(IReadOnlyList<ReplayChange> changes, ReplayScope scope, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            return await CountAsync(changes, scope, ct);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>What the ladder of <paramref name="tree"/> says of one message, and what is missing to be sure of it.</summary>
    internal async Task<(Verdict Verdict, IReadOnlyList<string> Missing)> ClimbAsync(RecordedMessage message, SrvTree tree)
    {
        var answers = new RecordedAnswers(message);
        var verdict = await _judge.ReplayAsync(message.Transaction, tree, answers.AskAsync);
        return verdict switch
        {
            // Whatever the others would have said: one refusal is enough.
            { Kind: VerdictKind.Refuse } => (verdict, []),
            _ when verdict.Trace.Any(entry => entry is { Rung: "users", Detail: Ladder.NotAsked }) => (verdict, [.. answers.Missing, "next hop"]),
            _ => (verdict, answers.Missing),
        };
    }

    private async Task<ReplayCount> CountAsync(IReadOnlyList<ReplayChange> changes, ReplayScope scope, CancellationToken ct)
    {
        var changed = changes.Count == 0 ? _tree : _tree.With(PolicyOverlay.Of(_tree, [.. changes.Select(change => (change.Path.Names, change.Content))]));
        var options = _options.Value;
        var tally = new ReplayTally();
        var question = ReplayQuestion.Of(changes, scope, _clock.GetUtcNow() - TimeSpan.FromDays(Days));
        var (looked, isWhole) = (0, false);
        while (!isWhole && looked < scope.MostRows)
        {
            var rows = await _journal.FindAsync(question with { Limit = Math.Min(JournalQuestion.MostRows, scope.MostRows - looked) }, ct);
            foreach (var row in rows.Where(row => ReplayQuestion.MayConcern(changes, row)))
            {
                await AddAsync(tally, row, options, changes.Count == 0 ? null : _tree, changed);
            }

            looked += rows.Count;
            isWhole = rows.Count < JournalQuestion.MostRows && looked < scope.MostRows;
            question = rows.Count == 0 ? question : question with { After = JournalCursor.Of(rows[^1]) };
        }

        return tally.Count(question.From!.Value, isWhole);
    }

    /// <param name="present">Null: what was is compared.</param>
    private async Task AddAsync(ReplayTally tally, JournalRow row, MsLiteOptions options, SrvTree? present, SrvTree changed)
    {
        if (RecordedMessage.Of(row, options) is not { } message)
        {
            tally.AddUnknown(["envelope"]);
            return;
        }

        var (after, missing) = await ClimbAsync(message, changed);
        var before = row.Fate;
        if (present is not null)
        {
            var (verdict, alsoMissing) = await ClimbAsync(message, present);
            (before, missing) = (FateOf(message, verdict), [.. missing, .. alsoMissing]);
        }

        if (missing.Count > 0)
        {
            tally.AddUnknown(missing);
        }
        else
        {
            tally.Add(row, before, FateOf(message, after), after);
        }
    }

    /// <summary>What the next hop said to a message that it was offered, it would say again.</summary>
    private static FateKind FateOf(RecordedMessage message, Verdict verdict) => verdict.Kind switch
    {
        VerdictKind.Refuse => FateKind.Archived,
        VerdictKind.Defer => FateKind.Deferred,
        _ => message.Trace.FirstOrDefault(entry => entry.Rung == "delivery").Result switch
        {
            TraceResult.Refuse => FateKind.Archived,
            TraceResult.Defer => FateKind.Deferred,
            _ => FateKind.Delivered,
        },
    };
}
