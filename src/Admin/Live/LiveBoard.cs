using MsLite.Filter.Live;

namespace MsLite.Admin.Live;

/// <summary>The sessions that a live page shows, of bounded number: where there is no more room, the oldest that has ended goes, else the oldest.</summary>
internal sealed class LiveBoard
{
    /// <summary>Sessions kept.</summary>
    public const int MostTalks = 40;

    private readonly Dictionary<string, LiveTalk> _bySession = new(StringComparer.Ordinal);
    private readonly LinkedList<LiveTalk> _talks = [];

    /// <summary>The newest first.</summary>
    public IReadOnlyCollection<LiveTalk> Talks => _talks;

    public LiveTalk? Find(string session) => _bySession.GetValueOrDefault(session);

    public void Add(LiveStep step)
    {
        if (!_bySession.TryGetValue(step.Session, out var talk))
        {
            talk = _bySession[step.Session] = new LiveTalk(step);
            _talks.AddFirst(talk);
            if (_talks.Count > MostTalks)
            {
                Forget();
            }
        }

        talk.Add(step);
    }

    public void Clear()
    {
        _talks.Clear();
        _bySession.Clear();
    }

    private void Forget()
    {
        var gone = _talks.Last!;
        for (var talk = gone; talk is not null; talk = talk.Previous)
        {
            if (!talk.Value.IsOpen)
            {
                gone = talk;
                break;
            }
        }

        _talks.Remove(gone);
        _bySession.Remove(gone.Value.Session);
    }
}
