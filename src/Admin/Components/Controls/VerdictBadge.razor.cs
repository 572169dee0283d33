using Microsoft.AspNetCore.Components;
using MsLite.Filter;

namespace MsLite.Admin.Components.Controls;

/// <summary>A message's fate in one word, with a shape for those who do not see its colour.</summary>
public sealed partial class VerdictBadge
{
    [Parameter]
    [EditorRequired]
    public FateKind Fate { get; set; }

    private string Icon => Fate switch
    {
        FateKind.Delivered => "check_circle",
        FateKind.Archived => "block",
        _ => "schedule",
    };
}
