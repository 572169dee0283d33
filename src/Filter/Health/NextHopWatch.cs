using System.Collections.Concurrent;
using System.Globalization;
using MsLite.Smtp;

namespace MsLite.Filter.Health;

/// <summary>Remembers how each next hop answered last, from the messages themselves: nothing is sent to find out.</summary>
public sealed class NextHopWatch : IHealthSource
{
    /// <summary>Next hops remembered. They are the operator's, not a stranger's; beyond these, new ones are not shown.</summary>
    private const int Most = 200;

    private readonly ConcurrentDictionary<string, (DateTimeOffset Time, SmtpReply Reply)> _last = [];
    private readonly CurrentOptions _options;
    private readonly TimeProvider _clock;

    public NextHopWatch(CurrentOptions options, TimeProvider clock)
    {
        (_options, _clock) = (options, clock);
        // Where mail goes no more, nothing is wrong any more; a domain that names the same place notes it again.
        options.OnChange((before, now) => _ = before.Delivery != now.Delivery && _last.TryRemove(before.Delivery, out _));
    }

    public IReadOnlyList<HealthItem> Health
    {
        get
        {
            var known = _last.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Item(pair.Key, pair.Value.Time, pair.Value.Reply)).ToList();
            var delivery = _options.Value.Delivery;
            return _last.ContainsKey(delivery)
                ? known
                : [new HealthItem($"Next hop {delivery}", HealthState.Unknown, "No message was given to it since the program started."), .. known];
        }
    }

    /// <summary>Its replies to one message. A refusal for good is an answer, too.</summary>
    internal void Note(string nextHop, IReadOnlyList<SmtpReply> replies)
    {
        if (replies.Count > 0 && (_last.Count < Most || _last.ContainsKey(nextHop)))
        {
            _last[nextHop] = (_clock.GetUtcNow(), replies.FirstOrDefault(reply => reply.IsTransient) ?? replies[0]);
        }
    }

    private static HealthItem Item(string nextHop, DateTimeOffset when, SmtpReply reply)
    {
        var time = when.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        // RFC 3463 §3.5: X.4 is about the way there; what else it may put off is about the message or its recipient.
        var state = !reply.IsTransient ? HealthState.Good : reply.Enhanced?.StartsWith("4.4.", StringComparison.Ordinal) == true ? HealthState.Bad : HealthState.Poor;
        return new HealthItem($"Next hop {nextHop}", state, state == HealthState.Good
            ? $"It answered the last message, {time}."
            : $"It did not take the last message, {time}, which its client keeps: {PlainText.Clean(reply.ToString())}");
    }
}
