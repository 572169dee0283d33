using Microsoft.AspNetCore.Components;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Admin.Components.Domains;

/// <summary>Shows entries of a domain's directories: which of them are found, and which one is open, stands in the page's address.</summary>
public abstract class EntryPart : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public DomainView View { get; set; } = null!;

    [Parameter]
    public string Query { get; set; } = "";

    /// <summary>From 1.</summary>
    [Parameter]
    public int PageNumber { get; set; } = 1;

    /// <summary>The entry that is shown in full beside the list.</summary>
    [Parameter]
    public string? Entry { get; set; }

    [Inject]
    protected PolicyBrowser Browser { get; set; } = null!;

    [Inject]
    protected PolicyEditor Editor { get; set; } = null!;
}
