namespace MsLite.Filter.Quarantine.View;

/// <summary>What happened to a refused message, before and after it was refused.</summary>
/// <param name="Kind">What it was.</param>
/// <param name="Id">The reference of that try; the refused message's own for a release.</param>
/// <param name="After">Time since the refusal; negative for what came before it.</param>
/// <param name="Text">The reply that was given, or the next hop's; empty when it is not known.</param>
/// <param name="Who">Who released it; empty for what the sender did, and for releases of versions that did not ask.</param>
public sealed record StoryEvent(StoryKind Kind, DateTimeOffset Time, string Id, TimeSpan After, string Text, string Who);

public enum StoryKind
{
    /// <summary>A try, or the refusal itself.</summary>
    Refused,
    Deferred,

    /// <summary>The sender came back, and the same message was delivered.</summary>
    Delivered,
    Released,

    /// <summary>A release began, and its end is not known: the next hop may have it.</summary>
    ReleaseBegun,
}
