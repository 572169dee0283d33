using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace MsLite.Admin.Components.Controls;

/// <summary>Stands on each page that answers by a circuit, and tells the browser when it does (wwwroot/app.js sets <c>data-ready</c>).</summary>
public sealed partial class CircuitMark
{
    [Inject]
    private IJSRuntime Browser { get; set; } = null!;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await Browser.InvokeVoidAsync("msLite.ready");
        }
    }
}
