using Microsoft.AspNetCore.Components;
using MsLite.Admin.Policy;
using MsLite.Filter;
using MsLite.Filter.Checkups;

namespace MsLite.Admin.Components.Domains;

/// <summary>Three fields and a choice: which domain, where to, who, and how the usual checks begin.</summary>
public sealed partial class NewDomainForm
{
    [Parameter]
    [EditorRequired]
    public NewDomainTyped Typed { get; set; } = null!;

    [Parameter]
    public string? Fault { get; set; }

    /// <summary>What the next hop showed; null while it was not tried.</summary>
    [Parameter]
    public IReadOnlyList<CheckupFinding>? Trial { get; set; }

    [Inject]
    private MsLiteOptions Options { get; set; } = null!;
}
