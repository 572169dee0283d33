using Microsoft.AspNetCore.Components;
using MsLite.Filter;

namespace MsLite.Admin.Components.Layout;

/// <summary>What stands around every page: the bar, the ways through the panel, the page.</summary>
public sealed partial class MainLayout
{
    [Inject]
    private MsLiteOptions Options { get; set; } = null!;
}
