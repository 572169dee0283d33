using Microsoft.AspNetCore.Components;
using MsLite.Filter;

namespace MsLite.Admin.Components.Controls;

/// <summary>One message of the table. A message does not change, so its row is drawn once, however often the table is.</summary>
public sealed partial class MessageRow
{
    private Activity? _drawn;
    private TimeZoneInfo? _drawnIn;

    [Parameter]
    [EditorRequired]
    public Activity Message { get; set; } = null!;

    [Parameter]
    [EditorRequired]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    private string More => Message.To.Count + Message.MoreRecipients is > 1 and var all ? $" and {all - 1} more" : "";

    protected override bool ShouldRender()
    {
        var changed = !ReferenceEquals(_drawn, Message) || !ReferenceEquals(_drawnIn, Zone);
        (_drawn, _drawnIn) = (Message, Zone);
        return changed;
    }
}
