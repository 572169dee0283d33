using Microsoft.AspNetCore.Components;
using MsLite.Admin.Components.Pages;
using MsLite.Filter;
using MsLite.Filter.Access;

namespace MsLite.Admin.Components.Controls;

/// <summary>Why the quarantine's list may be empty: whoever looks for a message must not have to guess.</summary>
public sealed partial class QuarantineEmptyView
{
    [Parameter]
    [EditorRequired]
    public QuarantineAddress Address { get; set; } = null!;

    [Parameter]
    [EditorRequired]
    public Caller? Caller { get; set; }

    [Inject]
    private MsLiteOptions Options { get; set; } = null!;
}
