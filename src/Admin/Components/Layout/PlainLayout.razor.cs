using Microsoft.AspNetCore.Components;
using MsLite.Filter;

namespace MsLite.Admin.Components.Layout;

/// <summary>What stands around the pages for somebody who is not signed in: nothing that leads elsewhere.</summary>
public sealed partial class PlainLayout
{
    [Inject]
    private MsLiteOptions Options { get; set; } = null!;
}
