using System.Security.Cryptography;
using MsLite.Smtp;

namespace MsLite.Filter.Delivery;

/// <summary>
/// Who has a message already whose client was told to send it again, because others do not have it: its retry must not be a second
/// copy. Strangers choose what is kept here, so the memory is bounded and forgets the oldest.
/// </summary>
internal sealed class DeliveredMemory(TimeProvider clock)
{
    private const int Capacity = 10_000;

    // RFC 5321 §4.5.4.1: clients come back within half an hour at first, later every two or three hours.
    private static readonly TimeSpan s_life = TimeSpan.FromHours(12);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<Entry>> _byPair = new(StringComparer.Ordinal);
    private readonly Queue<Entry> _byAge = new();

    /// <summary>Whether there is anything to look for: nearly never, and then the message need not be hashed.</summary>
    public bool MayKnow(Transaction transaction, Recipient recipient)
    {
        lock (_lock)
        {
            return _byPair.Count > 0 && _byPair.ContainsKey(Pair(transaction, recipient));
        }
    }

    /// <summary>The reply with which the next hop took this message for this recipient; null when it is not known to have done so.</summary>
    public SmtpReply? Find(Transaction transaction, Recipient recipient, byte[] hash)
    {
        lock (_lock)
        {
            ForgetOld();
            return _byPair.GetValueOrDefault(Pair(transaction, recipient))?.Find(entry => entry.Hash.AsSpan().SequenceEqual(hash))?.Reply;
        }
    }

    public void Add(Transaction transaction, Recipient recipient, byte[] hash, SmtpReply reply)
    {
        lock (_lock)
        {
            var entry = new Entry(Pair(transaction, recipient), hash, reply, clock.GetTimestamp());
            _byAge.Enqueue(entry);
            if (!_byPair.TryGetValue(entry.Pair, out var entries))
            {
                _byPair[entry.Pair] = entries = [];
            }

            entries.Add(entry);
            ForgetOld();
        }
    }

    /// <summary>The SHA-256 of the message as it was received: what we add in front is another each time.</summary>
    /// <exception cref="IOException">The spooled file can no longer be read.</exception>
    public static async ValueTask<byte[]> HashAsync(Transaction transaction, CancellationToken ct)
    {
        if (transaction.Content.TryGetMemory(out var memory))
        {
            return SHA256.HashData(memory.Span);
        }

        await using var content = transaction.Content.OpenRead();
        return await SHA256.HashDataAsync(content, ct);
    }

    private void ForgetOld()
    {
        while (_byAge.TryPeek(out var oldest) && (_byAge.Count > Capacity || clock.GetElapsedTime(oldest.Since) > s_life))
        {
            _byAge.Dequeue();
            var entries = _byPair[oldest.Pair];
            entries.Remove(oldest);
            if (entries.Count == 0)
            {
                _byPair.Remove(oldest.Pair);
            }
        }
    }

    // As written: to the next hop, "Ann" and "ann" may be two people (RFC 5321 §2.4), and none of them may miss the message.
    private static string Pair(Transaction transaction, Recipient recipient) => $"{transaction.ReturnPath}\n{recipient.Address}";

    private sealed class Entry(string pair, byte[] hash, SmtpReply reply, long since)
    {
        public string Pair { get; } = pair;

        public byte[] Hash { get; } = hash;

        public SmtpReply Reply { get; } = reply;

        public long Since { get; } = since;
    }
}
