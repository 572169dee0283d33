using Microsoft.AspNetCore.Components;
using MsLite.Filter.Quarantine.View;

namespace MsLite.Admin.Components.Controls;

/// <summary>A refused message as text, as rebuilt HTML in a frame that may do nothing, as its header, or as its source.</summary>
public sealed partial class QuarantinePreview
{
    [Parameter]
    [EditorRequired]
    public ReadableMessage View { get; set; } = null!;

    /// <summary>The source; null unless it is to be shown.</summary>
    [Parameter]
    public ViewedText? Raw { get; set; }

    /// <summary>"text", "html", "headers" or "raw".</summary>
    [Parameter]
    [EditorRequired]
    public string Show { get; set; } = "";

    [Parameter]
    [EditorRequired]
    public string HtmlUrl { get; set; } = "";
}
