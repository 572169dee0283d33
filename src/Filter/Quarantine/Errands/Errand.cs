using MsLite.Filter.Release;

namespace MsLite.Filter.Quarantine.Errands;

/// <summary>One thing to be done with many copies: it waits a moment, in which it can be taken back, and then goes from copy to copy.</summary>
public sealed class Errand
{
    /// <summary>Results that are kept for reading; all are counted.</summary>
    public const int MostResults = 1000;

    private readonly Lock _gate = new();
    private readonly List<ErrandResult> _results = [];
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Errand(ErrandKind kind, string by, IReadOnlyCollection<long> keys, long total, DateTimeOffset due) =>
        (Kind, By, Keys, Total, Due) = (kind, by, keys, total, due);

    public Guid Id { get; } = Guid.NewGuid();

    public ErrandKind Kind { get; }

    /// <summary>The account that wants it.</summary>
    public string By { get; }

    /// <summary>The copies, when they were named one by one; empty when a question names them.</summary>
    public IReadOnlyCollection<long> Keys { get; }

    /// <summary>How many copies there were when it was given.</summary>
    public long Total { get; }

    /// <summary>With a release: by which identity the senders are let in from now on; null leaves the policy alone.</summary>
    public WelcomeKind? Whitelist { get; init; }

    /// <summary>Somebody waits for its end, and nobody looks for it later.</summary>
    internal bool IsAwaited { get; init; }

    /// <summary>When it begins, unless it is taken back before.</summary>
    public DateTimeOffset Due { get; }

    public ErrandState State { get; private set; }

    /// <summary>Copies that have a result.</summary>
    public long Reached { get; private set; }

    /// <summary>Of these, the ones with which it could not be done.</summary>
    public long Failed { get; private set; }

    public bool IsOpen => State is ErrandState.Waiting or ErrandState.Running;

    /// <summary>Nothing is done yet, and nobody has taken it back.</summary>
    public bool IsRevocable => State == ErrandState.Waiting && !_end.Task.IsCompleted;

    /// <summary>When its last copy had its result; null while it is open.</summary>
    public DateTimeOffset? Ended { get; private set; }

    /// <summary>Done when it was taken back, or is to stop.</summary>
    internal Task Ending => _end.Task;

    /// <summary>The results so far, those that could not be done first; at most <see cref="MostResults"/>.</summary>
    public IReadOnlyList<ErrandResult> Results
    {
        get
        {
            lock (_gate)
            {
                return [.. _results.OrderBy(result => result.IsDone)];
            }
        }
    }

    /// <summary>Takes it back while it waits, or stops it on its way. Gives false when it is over already.</summary>
    public bool End()
    {
        lock (_gate)
        {
            return IsOpen && _end.TrySetResult();
        }
    }

    /// <summary>Begins unless it was taken back: from here on things happen.</summary>
    internal bool TryBegin()
    {
        lock (_gate)
        {
            if (_end.Task.IsCompleted)
            {
                return false;
            }

            State = ErrandState.Running;
            return true;
        }
    }

    internal void Add(ErrandResult result)
    {
        lock (_gate)
        {
            Reached++;
            Failed += result.IsDone ? 0 : 1;
            // What could not be done is read; what could is only counted when there is much of it.
            if (_results.Count < MostResults)
            {
                _results.Add(result);
            }
            else if (!result.IsDone && _results.FindIndex(other => other.IsDone) is var done and >= 0)
            {
                _results[done] = result;
            }
        }
    }

    internal void Finish(DateTimeOffset now)
    {
        lock (_gate)
        {
            State = (State, _end.Task.IsCompleted) switch
            {
                (ErrandState.Waiting, _) => ErrandState.Withdrawn,
                (_, true) when Reached < Total => ErrandState.Stopped,
                _ => ErrandState.Done,
            };
            Ended = now;
        }
    }
}
