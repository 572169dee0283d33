using Microsoft.AspNetCore.Components;
using MsLite.Filter;

namespace MsLite.Admin.Components.Controls;

/// <summary>The ladder of one message: what was asked, what was compared, which file answered.</summary>
public sealed partial class TraceLadder
{
    [Parameter]
    [EditorRequired]
    public IReadOnlyList<TraceEntry> Trace { get; set; } = [];

    private static string Word(TraceResult result) => result switch
    {
        TraceResult.ShadowRefuse => "shadow-refuse",
        TraceResult.ShadowDefer => "shadow-defer",
        _ => result.ToString().ToLowerInvariant(),
    };
}
