using System.Text.Json.Serialization;
using MsLite.Filter;

namespace MsLite.Web.Api;

/// <summary>One archived copy, as its index line has it.</summary>
internal sealed record QuarantineView(
    string Id, string Day, string Domain, DateTimeOffset? Time, string From, string Recipient, string Ip, string Host, string Helo, string Subject,
    [property: JsonPropertyName("message-id")] string MessageId, string Reason, string? Blocker, string? File, string Filename, long? Size, string? Sha256,
    IReadOnlyList<TraceEntry> Trace);

/// <summary>A refused message: what its first copy says, and all copies that the caller may see, one for each recipient.</summary>
internal sealed record QuarantineMessageView(
    string Id, DateTimeOffset? Time, string From, string Subject, string Reason, string? Blocker, string? File, IReadOnlyList<TraceEntry> Trace, IReadOnlyList<QuarantineView> Copies);

/// <param name="Released">The next hop has it.</param>
/// <param name="Text">Where it went, or why it did not.</param>
/// <param name="Warning">What the operator should know all the same.</param>
internal sealed record ReleaseView(string Recipient, bool Released, string Text, string? Warning);

internal sealed record ReleaseListView(string Id, IReadOnlyList<ReleaseView> Copies);
