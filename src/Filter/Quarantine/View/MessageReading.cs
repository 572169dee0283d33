using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using MsLite.Filter.Quarantine.View.Html;
using MsLite.Filter.Spool;
using MsLite.Mail.Auth;
using MsLite.Mail.Mime;

namespace MsLite.Filter.Quarantine.View;

/// <summary>Makes of a message's bytes what people read. Never fails for anything that the message says.</summary>
internal static class MessageReading
{
    private static readonly string[] s_addressFields = ["From", "Sender", "Reply-To", "To", "Cc"];

    /// <param name="ownFields">Those that we put in front of the archived message.</param>
    public static ReadableMessage View(QuarantineEntry entry, SpooledMessage content, HeaderList ownFields)
    {
        using var stream = content.OpenRead();
        var message = MimeMessage.Parse(stream);
        var parts = PartChoice.Of(message);
        var text = Join(parts.Plain);
        var isFromHtml = text.Trim().Length == 0 && parts.Html.Count > 0;
        return new ReadableMessage
        {
            Entry = entry,
            Subject = PlainText.Clean(message.Subject, ViewLimits.FieldText),
            Addresses = [.. s_addressFields.SelectMany(name => Addresses(message, name)).Take(ViewLimits.Addresses)],
            Fields = [.. message.Headers.Take(ViewLimits.Fields).Select(Field)],
            Text = ViewedText.Of(isFromHtml ? HtmlText.Of(Join(parts.Html), ViewLimits.Text) : text, ViewLimits.Text),
            IsTextFromHtml = isFromHtml,
            HasHtml = parts.Html.Count > 0,
            Attachments = [.. parts.Attached.Take(ViewLimits.Attachments).Select(attached => Attachment(attached.Number, attached.Part))],
            Authentication = Authentication(ownFields),
            Defects = message.Defects,
            Size = content.Length,
        };
    }

    /// <summary>Null when the message has no HTML.</summary>
    public static SafeHtml? Html(SpooledMessage content)
    {
        using var stream = content.OpenRead();
        var parts = PartChoice.Of(MimeMessage.Parse(stream));
        return parts.Html.Count == 0 ? null : HtmlSanitizer.Sanitize(Join(parts.Html));
    }

    private static ViewedField Field(HeaderField field) => new(
        PlainText.Clean(field.Name, ViewLimits.Name),
        PlainText.Clean(field.Decoded, ViewLimits.FieldText),
        PlainText.CleanLines(Raw(field), ViewLimits.FieldText));

    /// <summary>The folds as they are; bytes that are no UTF-8 as <see cref="HeaderField.Value"/> reads them, in one line.</summary>
    private static string Raw(HeaderField field) =>
        Utf8.IsValid(field.RawValue.Span) ? Encoding.UTF8.GetString(field.RawValue.Span).Trim() : field.Value;

    private static IEnumerable<ViewedAddress> Addresses(MimeMessage message, string name) =>
        AddressListParser.Parse(message.Headers, name).Mailboxes.Take(ViewLimits.Addresses).Select(mailbox =>
            new ViewedAddress(name, PlainText.Clean(mailbox.DisplayName, ViewLimits.Name), PlainText.Clean(mailbox.Address, ViewLimits.Name)));

    private static string Join(List<MimePart> parts)
    {
        var (text, left) = (new StringBuilder(), ViewLimits.TextBytes);
        foreach (var part in parts.TakeWhile(_ => left > 0))
        {
            var read = part.ReadText(left);
            left -= Math.Max(read.Length, 1);
            text.Append(text.Length > 0 ? "\n" : "").Append(read);
        }

        return text.ToString();
    }

    private static ViewedAttachment Attachment(int number, MimePart part)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var content = part.OpenDecoded();
        var buffer = new byte[16 * 1024];
        var size = 0L;
        for (int count; (count = content.Read(buffer)) > 0; size += count)
        {
            hash.AppendData(buffer, 0, count);
        }

        return new ViewedAttachment(
            number,
            PlainText.Clean(part.FileName, ViewLimits.Name),
            PlainText.Clean(part.ContentType.MediaType, ViewLimits.Name),
            size,
            Convert.ToHexStringLower(hash.GetHashAndReset()),
            part.Disposition is { Disposition: "inline" } || (part.Disposition is null && part.Headers.Contains("Content-ID")));
    }

    /// <summary>The first field of this name is ours: it stands in front of whatever the message brought.</summary>
    private static IReadOnlyList<ResInfo> Authentication(HeaderList ownFields) =>
        ownFields.Find(AuthenticationResults.FieldName) is { } field ? AuthenticationResults.Parse(field.Value).Results : [];
}
