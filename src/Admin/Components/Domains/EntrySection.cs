using Microsoft.AspNetCore.Components;

namespace MsLite.Admin.Components.Domains;

/// <summary>A part of a domain's page that is a few directories of entries, one of them shown.</summary>
public abstract class EntrySection : EntryPart
{
    /// <summary>Which directory is shown; the first one when it is none of them.</summary>
    [Parameter]
    public string? List { get; set; }
}
