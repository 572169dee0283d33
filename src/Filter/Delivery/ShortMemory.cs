using System.Diagnostics.CodeAnalysis;

namespace MsLite.Filter.Delivery;

/// <summary>
/// Remembers something of recipients for a while. Strangers choose the recipients, so the memory is bounded and forgets the oldest.
/// </summary>
internal sealed class ShortMemory<T>(TimeSpan life, TimeProvider clock)
    where T : class
{
    private const int Capacity = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byAge = new();

    public bool TryFind(string recipient, [NotNullWhen(true)] out T? value)
    {
        lock (_lock)
        {
            // Nearly always: nothing was remembered.
            value = _entries.Count > 0 && _entries.TryGetValue(recipient, out var node) && clock.GetElapsedTime(node.Value.Since) < life
                ? node.Value.Value
                : null;
        }

        return value is not null;
    }

    /// <param name="age">How long it has been so already.</param>
    public void Remember(string recipient, T value, TimeSpan age = default)
    {
        var since = clock.GetTimestamp() - (age > TimeSpan.Zero ? (long)(age.TotalSeconds * clock.TimestampFrequency) : 0);
        lock (_lock)
        {
            Remove(recipient);
            _entries[recipient] = _byAge.AddLast(new Entry(recipient, value, since));
            if (_entries.Count > Capacity)
            {
                Remove(_byAge.First!.Value.Recipient);
            }
        }
    }

    public void Forget(string recipient)
    {
        lock (_lock)
        {
            if (_entries.Count > 0)
            {
                Remove(recipient);
            }
        }
    }

    private void Remove(string recipient)
    {
        if (_entries.Remove(recipient, out var node))
        {
            _byAge.Remove(node);
        }
    }

    private sealed record Entry(string Recipient, T Value, long Since);
}
