using Microsoft.AspNetCore.Components;
using MsLite.Filter;

namespace MsLite.Admin.Components.Controls;

/// <summary>Messages and their fates as a table; on a narrow screen each row is a card.</summary>
public sealed partial class MessageTable
{
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<Activity> Messages { get; set; } = [];
}
