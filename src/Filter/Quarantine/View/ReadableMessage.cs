using MsLite.Mail.Auth;

namespace MsLite.Filter.Quarantine.View;

/// <summary>
/// One archived copy, ready to be shown: bounded, decoded, and cleaned of control characters. Its texts are a stranger's, so they are
/// text wherever they are shown, never markup, and no name in it is a path.
/// </summary>
public sealed record ReadableMessage
{
    /// <summary>What the index says about it, the ladder too.</summary>
    public required QuarantineEntry Entry { get; init; }

    /// <summary>Decoded; empty without the field.</summary>
    public required string Subject { get; init; }

    /// <summary>Of From, Sender, Reply-To, To and Cc, in this order.</summary>
    public required IReadOnlyList<ViewedAddress> Addresses { get; init; }

    /// <summary>The header, first to last.</summary>
    public required IReadOnlyList<ViewedField> Fields { get; init; }

    /// <summary>The plain text; of a message that has only HTML, the words in it.</summary>
    public required ViewedText Text { get; init; }

    /// <summary>Whether <see cref="Text"/> was taken out of HTML.</summary>
    public required bool IsTextFromHtml { get; init; }

    /// <summary>Whether there is HTML to show (<see cref="MessageViewer.HtmlAsync"/>).</summary>
    public required bool HasHtml { get; init; }

    public required IReadOnlyList<ViewedAttachment> Attachments { get; init; }

    /// <summary>What our own Authentication-Results field says; empty when no check asked.</summary>
    public required IReadOnlyList<ResInfo> Authentication { get; init; }

    /// <summary>What is malformed, in words for an operator.</summary>
    public required IReadOnlyList<string> Defects { get; init; }

    /// <summary>Bytes of the message as it was received.</summary>
    public required long Size { get; init; }
}
