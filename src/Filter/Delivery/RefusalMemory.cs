using MsLite.Smtp;

namespace MsLite.Filter.Delivery;

/// <summary>
/// Which recipients a next hop refused lately. Strangers choose the recipients, so the memory is bounded and forgets the oldest.
/// </summary>
internal sealed class RefusalMemory(TimeProvider clock)
{
    private const int Capacity = 10_000;
    private static readonly TimeSpan s_life = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Refusal>> _refusals = new(StringComparer.Ordinal);
    private readonly LinkedList<Refusal> _byAge = new();

    public SmtpReply? Find(string recipient)
    {
        lock (_lock)
        {
            // Nearly always: nobody was refused.
            return _refusals.Count > 0 && _refusals.TryGetValue(recipient, out var node) && clock.GetElapsedTime(node.Value.Since) < s_life
                ? node.Value.Reply
                : null;
        }
    }

    public void Refused(string recipient, SmtpReply reply)
    {
        lock (_lock)
        {
            Remove(recipient);
            _refusals[recipient] = _byAge.AddLast(new Refusal(recipient, reply, clock.GetTimestamp()));
            if (_refusals.Count > Capacity)
            {
                Remove(_byAge.First!.Value.Recipient);
            }
        }
    }

    public void Accepted(string recipient)
    {
        lock (_lock)
        {
            if (_refusals.Count > 0)
            {
                Remove(recipient);
            }
        }
    }

    private void Remove(string recipient)
    {
        if (_refusals.Remove(recipient, out var node))
        {
            _byAge.Remove(node);
        }
    }

    private sealed record Refusal(string Recipient, SmtpReply Reply, long Since);
}
