using MsLite.Filter;
using MsLite.Filter.Live;

namespace MsLite.Admin.Live;

/// <summary>One session as far as a live page has heard it, of bounded size. Its texts are a stranger's, never markup.</summary>
internal sealed class LiveTalk(LiveStep first)
{
    /// <summary>Steps kept; of a longer talk the last ones.</summary>
    public const int MostSteps = 60;

    private readonly Queue<LiveStep> _steps = [];

    public string Session { get; } = first.Session;

    /// <summary>When it was first heard of here.</summary>
    public DateTimeOffset Begun { get; } = first.Time;

    /// <summary>The last step, which holds what is known of the client.</summary>
    public LiveStep Last { get; private set; } = first;

    /// <summary>Of the running, or else the last, transaction.</summary>
    public string From { get; private set; } = "";

    /// <summary>The last recipient; what a verdict names, once there is one.</summary>
    public string To { get; private set; } = "";

    /// <summary>What became of the last message; null before the first.</summary>
    public Activity? Verdict { get; private set; }

    /// <summary>Messages that had a verdict.</summary>
    public int Messages { get; private set; }

    public bool IsOpen { get; private set; } = true;

    /// <summary>Steps that were left out because there are too many.</summary>
    public int Forgotten { get; private set; }

    /// <summary>Counts the changes: what was drawn of this number need not be drawn again.</summary>
    public int Version { get; private set; }

    public IReadOnlyCollection<LiveStep> Steps => _steps;

    public void Add(LiveStep step)
    {
        Version++;
        Last = step;
        From = step.From.Length > 0 ? step.From : From;
        To = step.Kind is LiveStepKind.Rcpt or LiveStepKind.Verdict ? step.Argument : step.Kind == LiveStepKind.Mail ? "" : To;
        Verdict = step.Kind == LiveStepKind.Mail ? null : step.Verdict ?? Verdict;
        Messages += step.Verdict is null ? 0 : 1;
        IsOpen = step.Kind is not (LiveStepKind.Close or LiveStepKind.TurnedAway);
        _steps.Enqueue(step);
        if (_steps.Count > MostSteps)
        {
            _steps.Dequeue();
            Forgotten++;
        }
    }
}
