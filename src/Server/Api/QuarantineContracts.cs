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

/// <param name="Whitelisted">What was asked for with "whitelist"; empty otherwise.</param>
internal sealed record ReleaseListView(string Id, IReadOnlyList<ReleaseView> Copies, IReadOnlyList<WhitelistedView> Whitelisted);

/// <param name="File">The file that lets such mail in, relative to /srv; null when there is none.</param>
/// <param name="Done">It is there now.</param>
/// <param name="Text">Why it is not; empty when it is.</param>
/// <param name="Worth">What can be forged about this identity, and what vouched for it when the message came.</param>
internal sealed record WhitelistedView(string Domain, string? File, bool Done, string Text, string Worth);
