using MsLite.Filter.Live;

namespace MsLite.Admin.Live;

/// <summary>Takes the steps of a feed, frame by frame, onto a board, with bounded work for each frame however much comes.</summary>
internal sealed class LiveReader(LiveFeed feed)
{
    private long _last = feed.Last;

    public LiveBoard Board { get; } = new();

    /// <summary>Steps that went by unseen, because there were more than a frame takes.</summary>
    public long Missed { get; private set; }

    /// <summary>Steps that had come by the last call since the one before it, seen or not.</summary>
    public long Came { get; private set; }

    /// <summary>What has come since the last call.</summary>
    /// <param name="all">
    /// Looks at all that the feed still has, for a filter that lets little through; otherwise at the newest only: of a flood nobody reads more.
    /// </param>
    /// <returns>Whether the board has changed.</returns>
    public bool Read(LiveFilter filter, bool all)
    {
        Came = feed.Last - _last;
        if (!all && Came > LiveFeed.MostAtOnce)
        {
            Missed += Came - LiveFeed.MostAtOnce;
            _last = feed.Last - LiveFeed.MostAtOnce;
        }

        var (changed, left) = (false, all ? LiveFeed.Capacity / LiveFeed.MostAtOnce : 1);
        for (var count = LiveFeed.MostAtOnce; count == LiveFeed.MostAtOnce && left > 0; left--)
        {
            var part = feed.After(_last);
            (_last, count) = (part.Last, part.Items.Count);
            Missed += part.Missed;
            foreach (var step in part.Items.Where(filter.Passes))
            {
                Board.Add(step);
                changed = true;
            }
        }

        return changed;
    }

    /// <summary>Goes on with what comes from now on: after a pause nobody wants to see the past run by.</summary>
    public void Skip() => _last = feed.Last;

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        Board.Clear();
        Missed = 0;
        Skip();
    }
}
