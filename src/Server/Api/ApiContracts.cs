using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MsLite.Web.Api;

/// <summary>A part of a long list.</summary>
/// <param name="Next">For the parameter <c>cursor</c> of the request for the next part; null at the end.</param>
internal sealed record PageOf<T>(IReadOnlyList<T> Items, string? Next);

/// <param name="Name">In lower case and A-labels, or <c>_global_</c>.</param>
internal sealed record DomainView(string Name);

/// <summary>A directory of the tree and what stands in it.</summary>
/// <param name="Path">Relative to /srv.</param>
/// <param name="Kind">"directory".</param>
internal sealed record DirectoryView(string Path, string Kind, IReadOnlyList<ChildView> Items, string? Next);

/// <param name="Kind">"file" or "directory".</param>
internal sealed record ChildView(string Name, string Kind, long Size);

/// <summary>A file of the tree and what it says.</summary>
/// <param name="Path">Relative to /srv, as it is spelled on disk.</param>
/// <param name="Text">The whole of it; what is not UTF-8 shows as U+FFFD.</param>
/// <param name="Values">Its <c>key: value</c> lines.</param>
internal sealed record FileView(
    string Path, string Kind, long Size, string Etag, string? Note, string? Until, string? Mode, string? Reply, IReadOnlyDictionary<string, string> Values, string Text);

/// <summary>What became of a message for one recipient.</summary>
internal sealed record MessageView(
    string Id, DateTimeOffset Time, string Verdict, string From, string To, string Domain, string Client, string Host, string Helo, string Subject,
    [property: JsonPropertyName("message-id")] string MessageId, long Size, string Reason, string? Blocker, string? File, string Reply, string? NextHop,
    double Ms, string Authentication, JsonNode? Facts, JsonNode? Trace);

internal sealed record StatusView(
    string Version, string Hostname, DateTimeOffset Started, bool Ready, string? NotReady, LedgerView Ledger, IReadOnlyList<NoticeView> Notices, IReadOnlyList<HealthView> Health);

/// <param name="Difference">Messages of which nobody knows what became: anything but 0 is a fault of the program.</param>
internal sealed record LedgerView(long Received, long Delivered, long Refused, long Deferred, long InHand, long Difference);

internal sealed record NoticeView(string Subject, string Text, string Remedy);

/// <param name="Part">Such as "scanners".</param>
/// <param name="State">"ok", "degraded", "read-only", or "not asked".</param>
internal sealed record HealthView(string Part, string State, string? Detail);
