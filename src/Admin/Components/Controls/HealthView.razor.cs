using Microsoft.AspNetCore.Components;
using MsLite.Filter.Health;

namespace MsLite.Admin.Components.Controls;

/// <summary>What mail depends on, and how each part of it is: what is not well first, and what is well, too.</summary>
public sealed partial class HealthView
{
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<HealthItem> Items { get; set; } = [];

    private string Sum => Items.Count(item => item.State is HealthState.Bad or HealthState.Poor) is > 0 and var ill
        ? T["{0} of {1} need a look", ill, Items.Count]
        : T["nothing needs a look"];

    private static int Rank(HealthState state) => state switch
    {
        HealthState.Bad => 3,
        HealthState.Poor => 2,
        HealthState.Unknown => 1,
        _ => 0,
    };

    private static string Word(HealthState state) => state switch
    {
        HealthState.Good => "good",
        HealthState.Poor => "poor",
        HealthState.Bad => "bad",
        _ => "not known",
    };

    private static string Icon(HealthState state) => state switch
    {
        HealthState.Good => "check_circle",
        HealthState.Poor => "warning",
        HealthState.Bad => "error",
        _ => "help",
    };
}
