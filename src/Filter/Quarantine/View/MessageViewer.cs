using System.Text;
using System.Text.Unicode;
using MsLite.Filter.Quarantine.View.Html;
using MsLite.Filter.Spool;

namespace MsLite.Filter.Quarantine.View;

/// <summary>Shows archived copies to people: panel and API ask here, and nowhere else is stored mail made readable.</summary>
public sealed class MessageViewer(QuarantineStore store, MessageSpool spool)
{
    /// <summary>The copy, ready to be shown; null when its file is gone. Who may see it is the caller's to ask (<see cref="VisibleCopies"/>).</summary>
    /// <exception cref="InvalidDataException">The file is not any more what was archived.</exception>
    /// <exception cref="IOException">The disk does not give it.</exception>
    public async Task<ReadableMessage?> ViewAsync(QuarantineEntry entry, CancellationToken ct)
    {
        using var content = await OpenAsync(entry, ct);
        return content is null ? null : MessageReading.View(entry, content, await store.ReadOwnFieldsAsync(entry, ct));
    }

    /// <summary>The copy's HTML, built anew; null when there is none, or its file is gone.</summary>
    /// <inheritdoc cref="ViewAsync"/>
    public async Task<SafeHtml?> HtmlAsync(QuarantineEntry entry, CancellationToken ct)
    {
        using var content = await OpenAsync(entry, ct);
        return content is null ? null : MessageReading.Html(content);
    }

    /// <summary>The beginning of the message's source; null when its file is gone.</summary>
    /// <inheritdoc cref="ViewAsync"/>
    public async Task<ViewedText?> RawAsync(QuarantineEntry entry, CancellationToken ct)
    {
        await using var original = await store.TryOpenOriginalAsync(entry, ct);
        if (original is null)
        {
            return null;
        }

        var bytes = new byte[ViewLimits.Raw + 1];
        var count = await original.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        var shown = bytes.AsSpan(0, Math.Min(count, ViewLimits.Raw));
        // A cut through a character would make the whole look like no UTF-8.
        var text = (Utf8.IsValid(shown) || count > ViewLimits.Raw ? Encoding.UTF8 : Encoding.Latin1).GetString(shown);
        return new ViewedText(PlainText.CleanLines(text, int.MaxValue), count > ViewLimits.Raw);
    }

    private async Task<SpooledMessage?> OpenAsync(QuarantineEntry entry, CancellationToken ct)
    {
        await using var original = await store.TryOpenOriginalAsync(entry, ct);
        return original is null ? null : await spool.ReadAsync(original, ct);
    }
}
