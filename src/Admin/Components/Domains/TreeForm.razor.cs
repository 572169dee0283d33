using Microsoft.AspNetCore.Components;

namespace MsLite.Admin.Components.Domains;

/// <summary>A form that changes one place of the policy tree. It works without a script; what is typed into it survives a reload.</summary>
public sealed partial class TreeForm
{
    /// <summary>One of <see cref="Policy.PolicyDeed"/>; null when a button says it.</summary>
    [Parameter]
    public string? Do { get; set; }

    /// <summary>Below the domain; null when a field says it.</summary>
    [Parameter]
    public string? Path { get; set; }

    /// <summary>Of the file as it is shown.</summary>
    [Parameter]
    public string? ETag { get; set; }

    [Parameter]
    public string Class { get; set; } = "";

    /// <summary>Under which name the browser keeps what is typed until it is sent; null for a form of buttons alone.</summary>
    [Parameter]
    public string? Draft { get; set; }

    /// <summary>Which page takes it; null for the one it stands on.</summary>
    [Parameter]
    public string? Action { get; set; }

    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}
