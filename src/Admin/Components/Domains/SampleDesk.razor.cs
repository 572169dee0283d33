using Microsoft.AspNetCore.Components;
using MsLite.Filter;
using MsLite.Filter.Checkups;

namespace MsLite.Admin.Components.Domains;

/// <summary>Sends sample messages, and shows what became of the last one.</summary>
public sealed partial class SampleDesk
{
    /// <summary>Whole address.</summary>
    [Parameter]
    [EditorRequired]
    public string To { get; set; } = "";

    /// <summary>Why nothing was sent; null otherwise.</summary>
    [Parameter]
    public string? Fault { get; set; }

    [Parameter]
    public SampleResult? Sent { get; set; }

    /// <summary>The fate of what was sent; null when it came to none.</summary>
    [Parameter]
    public Activity? Message { get; set; }

    /// <summary>Where a refused one is explained.</summary>
    [Parameter]
    public string RefusedUrl { get; set; } = "";
}
