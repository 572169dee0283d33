using System.Collections.Concurrent;

namespace MsLite.Mail.Dns;

/// <summary>
/// Answers for as long as they may be kept, in bounded memory: two generations, and when the young one is full it becomes the old one
/// and what was old is forgotten. What is asked for again moves to the young one.
/// </summary>
internal sealed class DnsCache(TimeProvider clock, int size)
{
    // Objects, key and dictionary node, measured roughly.
    private const int EntryCost = 300;
    private const int RecordCost = 80;

    private ConcurrentDictionary<(string, DnsType), Entry> _young = [];
    private ConcurrentDictionary<(string, DnsType), Entry> _old = [];
    private long _cost;

    public int Count => _young.Count + _old.Count;

    public bool TryGet(string name, DnsType type, out DnsAnswer answer)
    {
        var now = clock.GetTimestamp();
        var key = (name, type);
        if (_young.TryGetValue(key, out var entry) || _old.TryGetValue(key, out entry))
        {
            if (entry.Expires > now)
            {
                Promote(key, entry);
                answer = entry.Answer;
                return true;
            }
        }

        answer = DnsAnswer.TemporaryFailure;
        return false;
    }

    public void Add(string name, DnsType type, DnsAnswer answer, TimeSpan ttl)
    {
        var expires = clock.GetTimestamp() + (long)(ttl.TotalSeconds * clock.TimestampFrequency);
        Promote((name, type), new Entry(answer, expires));
    }

    private void Promote((string Name, DnsType Type) key, Entry entry)
    {
        if (_young.TryGetValue(key, out var known) && ReferenceEquals(known, entry))
        {
            return;
        }

        _young[key] = entry;
        if (Interlocked.Add(ref _cost, Cost(key.Name, entry.Answer)) > size / 2)
        {
            // Two threads may get here at once; the worst is a generation forgotten early.
            Interlocked.Exchange(ref _cost, 0);
            _old = Interlocked.Exchange(ref _young, []);
        }
    }

    private static long Cost(string name, DnsAnswer answer)
    {
        var cost = (long)EntryCost + (2 * name.Length);
        foreach (var record in answer.Records)
        {
            cost += RecordCost + record switch
            {
                TextRecord text => 2 * text.Text.Length,
                NameRecord alias => 2 * alias.Name.Length,
                MxRecord mx => 2 * mx.Exchange.Length,
                _ => 40,
            };
        }

        return cost;
    }

    private sealed record Entry(DnsAnswer Answer, long Expires);
}
