using MsLite.Mail.Mime;

namespace MsLite.Filter.Quarantine.View;

/// <summary>Sorts a message's parts: what is its text, what its HTML, and what is attached to it.</summary>
internal sealed class PartChoice
{
    private PartChoice(MimePart root)
    {
        var number = 0;
        Sort(root, ref number);
    }

    /// <summary>Parts of plain text that are meant to be read.</summary>
    public List<MimePart> Plain { get; } = [];

    public List<MimePart> Html { get; } = [];

    /// <summary>Everything else that is no mere container.</summary>
    public List<(int Number, MimePart Part)> Attached { get; } = [];

    public static PartChoice Of(MimeMessage message) => new(message.Root);

    /// <summary>The tree's depth is the parser's to bound. A message inside the message is one attachment, not to be mixed up with this one.</summary>
    private void Sort(MimePart part, ref int number)
    {
        var its = number++;
        if (part.IsMultipart)
        {
            foreach (var child in part.Children)
            {
                Sort(child, ref number);
            }
        }
        else if (part.IsAttachment || part.Children.Count > 0 || !part.ContentType.IsText)
        {
            Attached.Add((its, part));
        }
        else if (part.ContentType.Subtype == "html")
        {
            Html.Add(part);
        }
        else
        {
            Plain.Add(part);
        }
    }
}
