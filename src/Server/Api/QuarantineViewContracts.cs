using MsLite.Filter;
using MsLite.Filter.Quarantine.View;

namespace MsLite.Web.Api;

/// <summary>A refused message made readable, in the API's words.</summary>
internal static class QuarantineViewContracts
{
    public static ReadableMessageView Of(ReadableMessage view) => new(
        view.Entry.Id ?? view.Entry.FileName, view.Entry.Recipient, view.Entry.Domain, view.Subject, view.Addresses, view.Fields,
        new ReadableTextView(view.Text.Text, view.Text.IsCut, view.IsTextFromHtml), view.HasHtml, view.Attachments,
        [.. view.Authentication.Select(result => new AuthenticationView(
            result.Method, result.Result, result.Reason, result.Properties.GroupBy(property => property.Name).ToDictionary(named => named.Key, named => named.First().Value)))],
        view.Defects, view.Size, view.Entry.Trace);
}

/// <param name="Addresses">Of From, Sender, Reply-To, To and Cc.</param>
/// <param name="Fields">The header, decoded and raw.</param>
/// <param name="HasHtml">Whether …/html shows something.</param>
/// <param name="Authentication">What our Authentication-Results field says.</param>
/// <param name="Defects">What is malformed.</param>
/// <param name="Size">Bytes as received.</param>
internal sealed record ReadableMessageView(
    string Id, string Recipient, string Domain, string Subject, IReadOnlyList<ViewedAddress> Addresses, IReadOnlyList<ViewedField> Fields, ReadableTextView Text,
    bool HasHtml, IReadOnlyList<ViewedAttachment> Attachments, IReadOnlyList<AuthenticationView> Authentication, IReadOnlyList<string> Defects, long Size,
    IReadOnlyList<TraceEntry> Trace);

/// <param name="IsCut">There is more than is shown.</param>
/// <param name="IsFromHtml">The message has no plain text: these are the words of its HTML.</param>
internal sealed record ReadableTextView(string Text, bool IsCut, bool IsFromHtml);

/// <summary>One result of RFC 8601: "spf", "pass", and what it is about.</summary>
internal sealed record AuthenticationView(string Method, string Result, string Reason, IReadOnlyDictionary<string, string> Properties);
