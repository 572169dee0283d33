using Microsoft.AspNetCore.Components;
using MsLite.Filter.Policy.Editing;

namespace MsLite.Admin.Components.Domains;

/// <summary>A part of a domain that is a few directories of entries: which of them is shown, searched and open stands in the page's address.</summary>
public abstract class EntrySection : ComponentBase
{
    [Parameter]
    [EditorRequired]
    public DomainView View { get; set; } = null!;

    /// <summary>Which directory is shown; the first one when it is none of them.</summary>
    [Parameter]
    public string? List { get; set; }

    [Parameter]
    public string Query { get; set; } = "";

    [Parameter]
    public int PageNumber { get; set; } = 1;

    [Parameter]
    public string? Entry { get; set; }

    [Inject]
    protected PolicyBrowser Browser { get; set; } = null!;

    [Inject]
    protected PolicyEditor Editor { get; set; } = null!;
}
