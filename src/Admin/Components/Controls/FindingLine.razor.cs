using Microsoft.AspNetCore.Components;
using MsLite.Filter.Checkups;

namespace MsLite.Admin.Components.Controls;

/// <summary>How one thing is, with a shape beside its colour, and what to do about it.</summary>
public sealed partial class FindingLine
{
    private const int MostText = 800;

    [Parameter]
    [EditorRequired]
    public CheckupFinding Finding { get; set; } = null!;

    private string Icon => Finding.Level switch
    {
        CheckupLevel.Good => "check_circle",
        CheckupLevel.Look => "visibility",
        _ => "error",
    };

    private string Word => Finding.Level switch
    {
        CheckupLevel.Good => T["good"],
        CheckupLevel.Look => T["look at it"],
        _ => T["bad"],
    };
}
