namespace MsLite.Filter;

/// <summary>What lists, recipients and checks came to for one recipient.</summary>
/// <param name="Reason">The sentence the client reads; empty when delivered.</param>
/// <param name="Blocker">The deciding rung, whether it refused, deferred or (a whitelist) delivered; null when nothing spoke.</param>
/// <param name="File">The deciding file relative to /srv, or null.</param>
public sealed record Verdict(VerdictKind Kind, string Reason, string? Blocker, string? File, IReadOnlyList<TraceEntry> Trace);

[System.Text.Json.Serialization.JsonConverter(typeof(LowerCaseEnumConverter<VerdictKind>))]
public enum VerdictKind
{
    Deliver,
    Refuse,
    Defer,
}
