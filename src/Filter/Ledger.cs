namespace MsLite.Filter;

/// <summary>Every message received whole since the program started, and what became of it.</summary>
/// <param name="InHand">Received a moment ago, fate not yet decided.</param>
public sealed record Ledger(long Received, long Delivered, long Archived, long Deferred, long InHand)
{
    /// <summary>Messages of which nobody knows what became: anything but 0 is a fault of the program.</summary>
    public long Difference => Received - Delivered - Archived - Deferred - InHand;
}
