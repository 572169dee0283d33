using Microsoft.AspNetCore.Components;
using MsLite.Filter;

namespace MsLite.Admin.Components.Layout;

/// <summary>What stands around every page: the bar, the ways through the panel, the page.</summary>
public sealed partial class MainLayout
{
    [Inject]
    private MsLiteOptions Options { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    // With the page's own path in front: "#main" alone would lead to the overview, since addresses begin at the base.
    private string Here => $"{new Uri(Navigation.Uri).PathAndQuery}#main";
}
