using Microsoft.AspNetCore.Components;
using MsLite.Filter;

namespace MsLite.Admin.Components.Controls;

/// <summary>One message of the table. A message does not change, so its row is drawn once, however often the table is.</summary>
public sealed partial class MessageRow
{
    private Activity? _drawn;

    [Parameter]
    [EditorRequired]
    public Activity Message { get; set; } = null!;

    private string More => Message.To.Count + Message.MoreRecipients is > 1 and var all ? $" {T["and {0} more", all - 1]}" : "";

    protected override bool ShouldRender()
    {
        var changed = !ReferenceEquals(_drawn, Message);
        _drawn = Message;
        return changed;
    }
}
